package io.github.webrendezvous.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** An image, run on the network of the host, so that its probes see the ports of the tests. */
final class ImageContainer extends Container {
  private final int port;
  private final String name;

  private ImageContainer(String name, int port, List<String> command) throws Exception {
    super(Scratch.directory("image"), command);
    this.name = name;
    this.port = port;
    awaitHealthy();
  }

  /** Builds an image, and starts it once for each of the contract's deployments. */
  static Deployed startEach(Docker.Image image, Map<String, Map<String, String>> deployments)
      throws Exception {
    Docker.require();
    image.build();
    Map<String, ImageContainer> byPath = new HashMap<>();
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      Map<String, String> environment = new HashMap<>();
      deployment.getValue().forEach((name, value) -> environment.put(variable(name), value));
      byPath.put(deployment.getKey(), start(image, environment));
    }
    return Deployed.each(byPath);
  }

  private static String variable(String setting) {
    return "RENDEZVOUS_" + setting.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  /**
   * Starts it and returns when its health check succeeds.
   *
   * @param environment the settings
   * @param options further options for Docker
   */
  static ImageContainer start(
      Docker.Image image, Map<String, String> environment, String... options) throws Exception {
    String name = "web-rendezvous-test-" + UUID.randomUUID();
    int port = Loopback.freePort();
    List<String> command =
        new ArrayList<>(List.of("docker", "run", "--rm", "--network=host", "--name", name));
    command.addAll(List.of("--health-interval=1s", "-e", "RENDEZVOUS_LISTEN=127.0.0.1:" + port));
    // As Kubernetes does for a service of the name rendezvous.
    command.addAll(List.of("-e", "RENDEZVOUS_PORT=tcp://10.0.0.1:8080"));
    environment.forEach((variable, value) -> command.addAll(List.of("-e", variable + "=" + value)));
    command.addAll(List.of(options));
    command.add(image.tag());
    return new ImageContainer(name, port, command);
  }

  private void awaitHealthy() throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!health().equals("healthy")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The image is not healthy, but said: " + log());
      }
    }
  }

  private String health() throws Exception {
    try {
      return Docker.run("inspect", "-f", "{{.State.Health.Status}}", name);
    } catch (IllegalStateException e) {
      return "not there yet";
    }
  }

  @Override
  int port() {
    return port;
  }
}
