package io.github.webrendezvous.contract;

import io.github.webrendezvous.settings.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The WAR standalone: {@code java -jar web-rendezvous.war}. */
final class StandaloneContainer extends Container {
  private static final Pattern PORT = Pattern.compile("listening on port (\\d+)");

  private final int port;

  private StandaloneContainer(Path base, List<String> command) throws Exception {
    this(base, command, Map.of());
  }

  private StandaloneContainer(Path base, List<String> command, Map<String, String> environment)
      throws Exception {
    super(base, command, environment);
    port = awaitPort("listening on port ", PORT);
  }

  /** Starts it with these settings and flags, at any free port. */
  static StandaloneContainer start(Map<String, String> settings, String... flags) throws Exception {
    return start(List.of(), settings, flags);
  }

  /** The same in a JVM with one more option. */
  static StandaloneContainer start(String ofJvm, Map<String, String> settings) throws Exception {
    return start(List.of(ofJvm), settings);
  }

  private static StandaloneContainer start(
      List<String> ofJvm, Map<String, String> settings, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--port", "0", "--host=127.0.0.1"));
    arguments.addAll(List.of(flags));
    Map<String, String> environment = new HashMap<>();
    for (Setting setting : Setting.values()) {
      String value = settings.get(setting.label());
      if (value != null && setting.isSecret()) {
        environment.put(setting.inEnvironment(), value);
      } else if (value != null) {
        arguments.addAll(List.of("--" + setting.flag(), value));
      }
    }
    Path base = Scratch.directory("standalone");
    return new StandaloneContainer(base, command(base, ofJvm, arguments), environment);
  }

  /** Starts it in a JVM with these options, at any free port. */
  static StandaloneContainer startWith(String... ofJvm) throws Exception {
    Path base = Scratch.directory("standalone");
    return new StandaloneContainer(
        base, command(base, List.of(ofJvm), List.of("--port=0", "--host=127.0.0.1")));
  }

  /** Starts it at this port, with additional flags. */
  static StandaloneContainer startAt(int port, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--port=" + port, "--host=127.0.0.1"));
    arguments.addAll(List.of(flags));
    Path base = Scratch.directory("standalone");
    return new StandaloneContainer(base, command(base, arguments));
  }

  /** Starts it with these variables in its environment, at any free port. */
  static StandaloneContainer startIn(Map<String, String> environment) throws Exception {
    Path base = Scratch.directory("standalone");
    List<String> command = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(command(base, List.of("--port=0", "--host=127.0.0.1")));
    return new StandaloneContainer(base, command);
  }

  /** One process for each of the contract's deployments. */
  static Deployed startEach(Map<String, Map<String, String>> deployments) throws Exception {
    Map<String, StandaloneContainer> byPath = new HashMap<>();
    for (Map.Entry<String, Map<String, String>> deployment : deployments.entrySet()) {
      byPath.put(deployment.getKey(), start(deployment.getValue()));
    }
    return Deployed.each(byPath);
  }

  static List<String> command(Path base, List<String> arguments) throws IOException {
    return command(base, List.of(), arguments);
  }

  private static List<String> command(Path base, List<String> ofJvm, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(ofJvm);
    command.addAll(List.of("-jar", war().toString()));
    command.addAll(arguments);
    return java(base, command);
  }

  @Override
  int port() {
    return port;
  }
}
