package io.github.webrendezvous.contract;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Tomcat's distribution with its own base directory. */
final class TomcatContainer extends Container {
  private static final Pattern PORT = Pattern.compile("http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+)");

  private final int port;

  private TomcatContainer(Path home, Path base, List<String> ofJvm) throws Exception {
    super(base, command(home, base, ofJvm));
    port = awaitPort("Starting ProtocolHandler", PORT);
    awaitLog("Server startup in");
  }

  private static List<String> command(Path home, Path base, List<String> ofJvm) throws IOException {
    List<String> arguments = new ArrayList<>(ofJvm);
    arguments.addAll(
        List.of(
            "-cp",
            home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
            "-Dcatalina.home=" + home,
            "-Dcatalina.base=" + base,
            "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
            "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
            // As in catalina.sh, for Tomcat's leak finders.
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
            "org.apache.catalina.startup.Bootstrap",
            "start"));
    return java(base, arguments);
  }

  /**
   * Starts a Tomcat 10 or 11 with one deployment for each context path: the WAR itself, or a
   * context file with settings.
   */
  static TomcatContainer start(int version, Map<String, Map<String, String>> deployments)
      throws Exception {
    return start(version, deployments, UnaryOperator.identity());
  }

  /** The same in a JVM with more options. */
  static TomcatContainer start(
      int version, List<String> ofJvm, Map<String, Map<String, String>> deployments)
      throws Exception {
    return start(war(), version, deployments, UnaryOperator.identity(), ofJvm);
  }

  /** Starts it with another WAR at the root. */
  static TomcatContainer deploy(int version, Path war) throws Exception {
    return start(war, version, Map.of("/", Map.of()), UnaryOperator.identity(), List.of());
  }

  /**
   * The same.
   *
   * @param webXml changes the web.xml that Tomcat applies to every application
   */
  static TomcatContainer start(
      int version, Map<String, Map<String, String>> deployments, UnaryOperator<String> webXml)
      throws Exception {
    return start(war(), version, deployments, webXml, List.of());
  }

  private static TomcatContainer start(
      Path war,
      int version,
      Map<String, Map<String, String>> deployments,
      UnaryOperator<String> webXml,
      List<String> ofJvm)
      throws Exception {
    Path home = Path.of(System.getProperty("tomcat" + version + ".home"));
    Path base = Scratch.directory("tomcat");
    Files.createDirectories(base.resolve("webapps"));
    Path descriptions = Files.createDirectories(base.resolve("conf/Catalina/localhost"));
    for (String file : List.of("web.xml", "context.xml", "catalina.properties")) {
      Files.copy(home.resolve("conf").resolve(file), base.resolve("conf").resolve(file));
    }
    Path forAll = base.resolve("conf/web.xml");
    Files.writeString(forAll, webXml.apply(Files.readString(forAll)));
    Files.writeString(
        base.resolve("conf/logging.properties"),
        """
        handlers = java.util.logging.ConsoleHandler
        .handlers = java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level = ALL
        java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
        """);
    Files.writeString(
        base.resolve("conf/server.xml"),
        """
        <Server port="-1">
          <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/>
          <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
          <GlobalNamingResources>
            <Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase"
                      factory="org.apache.catalina.users.MemoryUserDatabaseFactory" pathname="conf/tomcat-users.xml"/>
          </GlobalNamingResources>
          <Service name="Catalina">
            <Connector address="127.0.0.1" port="0"/>
            <Engine name="Catalina" defaultHost="localhost" backgroundProcessorDelay="1">
              <Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase"/>
              <Host name="localhost" appBase="webapps"/>
            </Engine>
          </Service>
        </Server>
        """);
    describeManager(home, base);
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      String name = fileName(deployment.getKey());
      if (deployment.getValue().isEmpty()) {
        Files.copy(war, base.resolve("webapps").resolve(name + ".war"));
      } else {
        describe(descriptions.resolve(name + ".xml"), deployment.getValue());
      }
    }
    return new TomcatContainer(home, base, ofJvm);
  }

  /** A context file, as an administrator would write it. */
  private static void describe(Path file, Map<String, String> settings) throws IOException {
    StringBuilder xml = new StringBuilder("<Context docBase='" + unpackedWar() + "'>");
    settings.forEach(
        (setting, value) ->
            xml.append(
                "<Parameter name='%s' value='%s' override='false'/>"
                    .formatted(setting, value.replace("&", "&amp;").replace("<", "&lt;"))));
    Files.writeString(file, xml.append("</Context>"));
  }

  private static String fileName(String contextPath) {
    return contextPath.equals("/") ? "ROOT" : contextPath.substring(1).replace('/', '#');
  }

  /** Adds Tomcat's manager, which has the leak finder. */
  private static void describeManager(Path home, Path base) throws IOException {
    Files.writeString(
        base.resolve("conf/Catalina/localhost/manager.xml"),
        "<Context docBase='%s' privileged='true'/>".formatted(home.resolve("webapps/manager")));
    Files.writeString(
        base.resolve("conf/tomcat-users.xml"),
        "<tomcat-users><user username='test' password='test' roles='manager-script'/></tomcat-users>");
  }

  /** The response of Tomcat's manager to a command, such as {@code findleaks}. */
  String manager(String command) throws Exception {
    String credentials =
        Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(uri("/manager").resolve("text/" + command))
            .header("Authorization", "Basic " + credentials)
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("The manager answered " + answer.statusCode());
    }
    return answer.body();
  }

  @Override
  int port() {
    return port;
  }
}
