package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Jetty's distribution with a base like that of `start.jar --add-modules`. */
final class JettyContainer extends Container {
  private static final Pattern PORT = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)}");

  private final int port;

  private JettyContainer(Path base, List<String> jvmArguments) throws Exception {
    super(base, command(base, jvmArguments));
    port = awaitPort("Started oejs.ServerConnector", PORT);
    awaitLog("Started oejs.Server@");
  }

  /**
   * Starts it with one deployment for each context path: the WAR itself at the root, or a context
   * file with settings.
   */
  static JettyContainer start(Map<String, Map<String, String>> deployments, String... jvmArguments)
      throws Exception {
    return start(war(), deployments, jvmArguments);
  }

  /** Starts it with another WAR at the root. */
  static JettyContainer deploy(Path war) throws Exception {
    return start(war, Map.of("/", Map.of()));
  }

  private static JettyContainer start(
      Path war, Map<String, Map<String, String>> deployments, String... jvmArguments)
      throws Exception {
    Path base = Scratch.directory("jetty");
    Files.createDirectories(base.resolve("webapps"));
    Path modules = Files.createDirectories(base.resolve("start.d"));
    // In its own file: properties after a module of an environment belong only to that module.
    Files.writeString(
        modules.resolve("http.ini"),
        """
        --module=http
        jetty.http.host=127.0.0.1
        jetty.http.port=0
        jetty.httpConfig.uriCompliance=DEFAULT,AMBIGUOUS_PATH_ENCODING
        """);
    Path etc = Files.createDirectories(base.resolve("etc"));
    Files.writeString(modules.resolve("tokens.ini"), "etc/tokens.xml\n");
    Files.writeString(
        etc.resolve("tokens.xml"),
        """
        <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
        <Configure id="httpConfig" class="org.eclipse.jetty.server.HttpConfiguration">
          <Set name="headerCacheCaseSensitive">true</Set>
        </Configure>
        """);
    Files.writeString(
        modules.resolve("ee10.ini"), "--module=ee10-deploy,ee10-jsp,ee10-annotations\n");
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      if (deployment.getKey().equals("/") && deployment.getValue().isEmpty()) {
        Files.copy(war, base.resolve("webapps/ROOT.war"));
      } else {
        describe(base, deployment.getKey(), deployment.getValue());
      }
    }
    return new JettyContainer(base, List.of(jvmArguments));
  }

  private static List<String> command(Path base, List<String> jvmArguments) throws IOException {
    List<String> command = new ArrayList<>(jvmArguments);
    command.addAll(
        List.of("-jar", Path.of(System.getProperty("jetty.home"), "start.jar").toString()));
    command.add("jetty.base=" + base);
    return java(base, command);
  }

  private static void describe(Path base, String contextPath, Map<String, String> settings)
      throws IOException {
    String name = contextPath.equals("/") ? "ROOT" : contextPath.substring(1).replace('/', '-');
    Path overrides = base.resolve(name + "-web.xml");
    StringBuilder parameters = new StringBuilder();
    settings.forEach(
        (setting, value) ->
            parameters.append(
                "<context-param><param-name>%s</param-name><param-value>%s</param-value></context-param>"
                    .formatted(setting, value.replace("&", "&amp;").replace("<", "&lt;"))));
    Files.writeString(
        overrides,
        "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>%s</web-app>"
            .formatted(parameters));
    Path application = settings.isEmpty() ? war() : unpackedWar();
    Files.writeString(
        base.resolve("webapps").resolve(name + ".xml"),
        """
        <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
        <Configure class="org.eclipse.jetty.ee10.webapp.WebAppContext">
          <Set name="contextPath">%s</Set>
          <Set name="war">%s</Set>
          <Set name="overrideDescriptor">%s</Set>
        </Configure>
        """
            .formatted(contextPath, application, overrides.toUri()));
  }

  @Override
  int port() {
    return port;
  }
}
