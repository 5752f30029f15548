package io.github.webrendezvous.contract;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Undertow as a library, without JSP, in a program that deploys the application. Its JARs are those
 * of WildFly.
 */
final class UndertowContainer extends Container {
  private static final Pattern PORT = Pattern.compile("listens on (\\d+)");
  private static final Path PROGRAM = Path.of("src/test/undertow/EmbeddedUndertow.java");
  private static final Path MODULES =
      Path.of(System.getProperty("wildfly.home"), "modules/system/layers/base");

  private static final List<String> LIBRARIES =
      List.of(
          "io/undertow/core",
          "io/undertow/servlet",
          "jakarta/servlet/api",
          "org/jboss/logging",
          "org/jboss/threads",
          "org/jboss/xnio",
          "org/jboss/xnio/nio",
          "org/wildfly/client/config",
          "org/wildfly/common",
          "io/smallrye/common/annotation",
          "io/smallrye/common/constraint",
          "io/smallrye/common/cpu",
          "io/smallrye/common/expression",
          "io/smallrye/common/function",
          "io/smallrye/common/net",
          "io/smallrye/common/os");

  private final int port;

  private UndertowContainer(Path base, List<String> arguments) throws Exception {
    super(base, java(base, arguments));
    port = awaitPort("listens on", PORT);
  }

  /** Starts it with one deployment for each context path. */
  static UndertowContainer start(Map<String, Map<String, String>> deployments) throws Exception {
    Path base = Scratch.directory("undertow");
    Path application = unpackedWar().resolve("WEB-INF");
    List<String> arguments = new ArrayList<>(List.of("-cp", classPath(application)));
    arguments.add(PROGRAM.toAbsolutePath().toString());
    deployments.forEach(
        (path, settings) -> {
          arguments.add(path);
          settings.forEach((name, value) -> arguments.add(name + "=" + value));
        });
    return new UndertowContainer(base, arguments);
  }

  private static String classPath(Path application) throws IOException {
    List<Path> parts = new ArrayList<>(List.of(application.resolve("classes")));
    parts.addAll(jars(application.resolve("lib")));
    for (String library : LIBRARIES) {
      parts.addAll(jars(MODULES.resolve(library).resolve("main")));
    }
    return parts.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  @Override
  int port() {
    return port;
  }
}
