package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Generates clients from the description, compiles and runs them: they get the same results as
 * curl.
 */
class GeneratedClientsIT {
  private static final Path CLIENTS = Path.of(System.getProperty("clients"));
  private static final Path CALLS = Path.of("src/test/resources/clients");

  @TempDir private Path directory;
  private StandaloneContainer server;
  private Client client;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    server = StandaloneContainer.start(Map.of());
    client = new Client(server.uri("/"));
    shell = new Shell(directory, server.port());
    Files.writeString(directory.resolve("api.json"), client.send("GET", "/_openapi.json").body());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String run(String... command) throws Exception {
    Shell.Typed typed = shell.run(Map.of(), command);
    assertThat(typed.exitCode()).as(typed.output()).isZero();
    return typed.output();
  }

  private Path generate(String generator) throws Exception {
    String jar = only(CLIENTS.resolve("generator"));
    Path generated = directory.resolve(generator);
    run(
        Jdk.command("java"),
        "-jar",
        jar,
        "generate",
        "-i",
        directory.resolve("api.json").toString(),
        "-g",
        generator,
        "-o",
        generated.toString());
    return generated;
  }

  private static String only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().get(0).toString();
    }
  }

  private static List<String> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).filter(file -> file.endsWith(".java")).toList();
    }
  }

  private void assertCallsWork(String prefix, String printed) throws Exception {
    HttpResponse<String> failed = client.send("GET", "/" + prefix + "_broken");
    assertThat(printed.lines())
        .startsWith("signal: true", "wait: 5432", "raw: 5432", "head: 200")
        .contains("arrive: true", "count: true", "fail: true", "probe: true", "reset: true")
        .contains("all: released 5432;released null;")
        .anyMatch(line -> line.startsWith("first writer: 412 {\"ok\":false,\"error\":\"Signalled"))
        .anyMatch(line -> line.startsWith("timeout: 503 {\"ok\":false,\"error\":\"Timeout\""))
        .anyMatch(line -> line.startsWith("failed: 424 {") && line.contains("\"exit code 3\""));
    JsonNode json = assertError(failed, 424, "Failed");
    assertThat(json.get("reason").stringValue()).isEqualTo("exit code 3");
  }

  @Test
  void theJavaClientWorks() throws Exception {
    Path generated = generate("java");
    String libraries;
    try (Stream<Path> files = Files.list(CLIENTS)) {
      libraries =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".jar"))
              .collect(Collectors.joining(":"));
    }
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> compile =
        new ArrayList<>(
            List.of(
                Jdk.command("javac"),
                "-nowarn",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                libraries));
    compile.addAll(sources(generated.resolve("src/main/java")));
    compile.add(CALLS.resolve("Calls.java").toAbsolutePath().toString());
    run(compile.toArray(String[]::new));
    String printed =
        run(
            Jdk.command("java"),
            "-cp",
            classes + ":" + libraries,
            "Calls",
            base(),
            "" + server.port());
    assertCallsWork("java", printed);
  }

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  @Test
  void theTypeScriptClientWorks() throws Exception {
    shell.require("node");
    Path generated = generate("typescript-fetch");
    Files.copy(CALLS.resolve("calls.ts"), generated.resolve("calls.ts"));
    Files.writeString(
        generated.resolve("tsconfig.json"),
        """
        {"compilerOptions": {"strict": true, "target": "ES2020", "lib": ["ES2020", "DOM"],
         "module": "commonjs", "types": [], "outDir": "compiled"}}
        """);
    Path compiler;
    try (Stream<Path> files = Files.walk(CLIENTS.resolve("typescript"))) {
      compiler = files.filter(file -> file.endsWith("lib/tsc.js")).findFirst().orElseThrow();
    }
    run("node", compiler.toString(), "-p", generated.toString());
    String printed =
        run("node", generated.resolve("compiled/calls.js").toString(), base(), "" + server.port());
    assertCallsWork("typescript", printed);
  }
}
