package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payara Micro, which deploys from its command line, without its cluster. */
final class PayaraMicroContainer extends Container {
  private final int port;

  private PayaraMicroContainer(Path base, List<String> command, int port) throws Exception {
    super(base, command);
    this.port = port;
    awaitLog(" ready in ");
  }

  /**
   * Starts it with one deployment for each context path.
   *
   * @param jar the system property that says where it is
   */
  static PayaraMicroContainer start(String jar, Map<String, Map<String, String>> deployments)
      throws Exception {
    Path base = Scratch.directory("payara");
    int port = Loopback.freePort();
    List<String> arguments = new ArrayList<>(List.of("-Xmx512m", "-jar", System.getProperty(jar)));
    arguments.addAll(List.of("--nocluster", "--disablephonehome", "--port", port + ""));
    arguments.addAll(List.of("--rootdir", base.resolve("root").toString()));
    arguments.addAll(List.of("--prebootcommandfile", onLoopback(base).toString()));
    Path folder = Files.createDirectories(base.resolve("wars"));
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      Path war = WarCopy.in(folder, deployment.getKey(), deployment.getValue());
      arguments.addAll(List.of("--deploy", war + ":" + deployment.getKey()));
    }
    List<String> command = new ArrayList<>(java(base, arguments));
    command.set(0, Path.of(System.getProperty("newer.jdk"), "bin/java").toString());
    return new PayaraMicroContainer(base, command, port);
  }

  private static Path onLoopback(Path base) throws IOException {
    String listener =
        "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";
    return Files.writeString(
        base.resolve("listener.txt"), "set " + listener + ".address=127.0.0.1\n");
  }

  @Override
  int port() {
    return port;
  }
}
