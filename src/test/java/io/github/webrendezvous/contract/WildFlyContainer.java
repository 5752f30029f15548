package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** WildFly's distribution, with copies of the WAR in its deployments folder. */
final class WildFlyContainer extends Container {
  private static final Path HOME = Path.of(System.getProperty("wildfly.home"));

  /** The packages that its script opens. */
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
    Path base = Scratch.directory("wildfly");
    copyFolder(HOME.resolve("standalone/configuration"), base.resolve("configuration"));
    Path folder = Files.createDirectories(base.resolve("deployments"));
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      WarCopy.in(folder, deployment.getKey(), deployment.getValue());
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

  @Override
  int port() {
    return port;
  }
}
