package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** GlassFish with its own domain, started by its script; asadmin deploys the application. */
final class GlassFishContainer extends Container {
  private static final Path HOME = Path.of(System.getProperty("glassfish.home"));

  /** The JDK that it runs on, 21 or newer. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AS_JAVA", System.getProperty("newer.jdk"));

  private final int port;

  private GlassFishContainer(Path base, Path domains, int port) throws Exception {
    super(
        base,
        List.of(
            "bash",
            HOME.resolve("bin/startserv").toString(),
            "--domaindir",
            domains.toString(),
            "domain1"),
        ENVIRONMENT);
    this.port = port;
    awaitLog("startup time");
  }

  /** Starts it with one deployment for each context path. */
  static GlassFishContainer start(Map<String, Map<String, String>> deployments) throws Exception {
    Path base = Scratch.directory("glassfish");
    Path domains = Files.createDirectories(base.resolve("domains"));
    copyFolder(HOME.resolve("domains/domain1"), domains.resolve("domain1"));
    int port = Loopback.freePort();
    int admin = Loopback.freePort();
    onLoopback(domains.resolve("domain1/config/domain.xml"), port, admin);
    GlassFishContainer container = new GlassFishContainer(base, domains, port);
    try {
      Path wars = Files.createDirectories(base.resolve("wars"));
      for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
        Path war = WarCopy.in(wars, deployment.getKey(), deployment.getValue());
        deploy(base, admin, deployment.getKey(), war);
      }
      return container;
    } catch (IOException | RuntimeException e) {
      container.close();
      throw e;
    }
  }

  /** Binds all its ports to loopback, uses free ones, and switches JMS off. */
  private static void onLoopback(Path domain, int port, int admin) throws IOException {
    String listener = "port=\"%d\" address=\"127.0.0.1\"";
    String xml =
        Files.readString(domain)
            .replaceFirst("port=\"8080\"", listener.formatted(port))
            .replaceFirst("port=\"4848\"", listener.formatted(admin))
            .replaceFirst("port=\"8181\"", listener.formatted(Loopback.freePort()))
            .replace("type=\"EMBEDDED\"", "type=\"REMOTE\"")
            .replace("0.0.0.0", "127.0.0.1");
    for (int other : List.of(3700, 3820, 3920, 8686)) {
      xml = xml.replaceFirst("port=\"" + other + "\"", "port=\"" + Loopback.freePort() + "\"");
    }
    Files.writeString(domain, xml);
  }

  private static void deploy(Path base, int admin, String contextPath, Path war) throws Exception {
    List<String> command =
        List.of(
            "bash",
            HOME.resolve("bin/asadmin").toString(),
            "--port",
            admin + "",
            "deploy",
            "--contextroot",
            contextPath,
            war.toString());
    Shell.Typed typed = new Shell(base, admin).run(ENVIRONMENT, command.toArray(String[]::new));
    if (typed.exitCode() != 0) {
      throw new IllegalStateException("asadmin deploy failed: " + typed.output());
    }
  }

  @Override
  int port() {
    return port;
  }
}
