package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** WildFly as it is shipped, with copies of the WAR in its folder of deployments. */
final class WildFlyContainer extends Container {
  private static final Path HOME = Path.of(System.getProperty("wildfly.home"));

  /** What its own script opens to it. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.net",
          "java.base/java.security",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.management/javax.management",
          "java.naming/javax.naming");

  private final int port;

  private WildFlyContainer(Path base, int port) throws Exception {
    super(base, command(base, port));
    this.port = port;
    awaitLog("WFLYSRV0025");
  }

  /** Starts it with one deployment for each context path. */
  static WildFlyContainer start(Map<String, Map<String, String>> deployments) throws Exception {
    Path base = Files.createTempDirectory("wildfly");
    copy(HOME.resolve("standalone/configuration"), base.resolve("configuration"));
    Path folder = Files.createDirectories(base.resolve("deployments"));
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      String path = deployment.getKey();
      Path war = folder.resolve((path.equals("/") ? "ROOT" : path.substring(1)) + ".war");
      Files.copy(war(), war);
      if (!deployment.getValue().isEmpty()) {
        set(war, deployment.getValue());
      }
    }
    return new WildFlyContainer(base, Loopback.freePort());
  }

  private static List<String> command(Path base, int port) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-Xmx512m"));
    OPENED.forEach(name -> arguments.add("--add-opens=" + name + "=ALL-UNNAMED"));
    arguments.add("--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED");
    arguments.add("-Djava.net.preferIPv4Stack=false");
    arguments.add("-Djboss.server.base.dir=" + base);
    arguments.addAll(
        List.of(
            "-jar",
            HOME.resolve("jboss-modules.jar").toString(),
            "-mp",
            HOME.resolve("modules").toString(),
            "org.jboss.as.standalone",
            "-Djboss.home.dir=" + HOME,
            "-Djboss.bind.address=127.0.0.1",
            "-Djboss.bind.address.management=127.0.0.1"));
    arguments.add("-Djboss.http.port=" + port);
    for (String listener : List.of("https", "management.http", "management.https")) {
      arguments.add("-Djboss." + listener + ".port=" + Loopback.freePort());
    }
    return java(base, arguments);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  /** Changes the settings in the WAR itself, as WildFly has no file beside it that could. */
  private static void set(Path war, Map<String, String> settings) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(war)) {
      Path descriptor = files.getPath("WEB-INF/web.xml");
      String xml = Files.readString(descriptor);
      for (Map.Entry<String, String> each : settings.entrySet()) {
        String value = each.getValue().replace("&", "&amp;").replace("<", "&lt;");
        String replaced =
            xml.replaceFirst(
                "(<param-name>" + each.getKey() + "</param-name>\\s*<param-value>)[^<]*",
                "$1" + Matcher.quoteReplacement(value));
        xml =
            replaced.equals(xml)
                ? xml.replace(
                    "</web-app>",
                    "<context-param><param-name>%s</param-name><param-value>%s</param-value></context-param></web-app>"
                        .formatted(each.getKey(), value))
                : replaced;
      }
      Files.writeString(descriptor, xml);
    }
  }

  @Override
  int port() {
    return port;
  }
}
