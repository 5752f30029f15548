package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each client of docs/clients.md, run as the page prints it: its exit code must be that of the
 * table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
  /** The packages of the system, including Python's libraries. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/bin:" + System.getenv("PATH"));

  private Container server;
  private Shell shell;
  private Shell nobodyListens;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = JettyContainer.start(Map.of("/", Map.of("timeout", "1")));
    shell = new Shell(directory, server.port(), ENVIRONMENT);
    nobodyListens = new Shell(directory, Loopback.freePort(), ENVIRONMENT);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** A client, and its exit codes. */
  record Row(String name, int ready, int timedOut, int failed, int refused) {}

  static Stream<Row> clients() throws IOException {
    return Page.of("docs/clients.md").rows().stream()
        .filter(row -> row.size() == 6)
        .map(
            row ->
                new Row(
                    row.get(0).replaceAll("\\[(.+)].*", "$1"),
                    Integer.parseInt(row.get(1)),
                    Integer.parseInt(row.get(2)),
                    Integer.parseInt(row.get(3)),
                    Integer.parseInt(row.get(4))));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void theExitCodeSaysHowTheWaitEnded(Row client) throws Exception {
    Page section = Page.of("docs/clients.md").below(client.name());
    List<Page.Block> lines = section.blocks("sh").toList();
    assertThat(lines).isNotEmpty();
    String tool = lines.get(0).code().split(" ", 2)[0];
    if (client.name().contains("httpx")) {
      shell.require("httpx", "python3 -c 'import httpx'");
    }
    shell.require(tool);
    for (Page.Block line : lines) {
      new Client(server.uri("/")).send("DELETE", "/*?all");
      signal("/def", "");
      assertExitCode(section, line, nobodyListens, client.refused());
      assertExitCode(section, line, shell, client.timedOut());
      signal("/abc", "?status=failed");
      assertExitCode(section, line, shell, client.failed());
      signal("/abc", "");
      assertExitCode(section, line, shell, client.ready());
    }
  }

  private void assertExitCode(Page section, Page.Block line, Shell where, int exitCode)
      throws Exception {
    for (Page.Block file : section.files().toList()) {
      where.write(file.file(), file.code());
    }
    Shell.Typed typed = where.type(line.code());
    assertThat(typed.exitCode()).as(line.code() + typed.output()).isEqualTo(exitCode);
  }

  private void signal(String key, String query) throws Exception {
    new Client(server.uri("/")).send("PUT", key + query);
  }

  @Test
  void bashSignalsWithoutAClient() throws Exception {
    Page page = Page.of("docs/clients.md").below("bash without any client");
    Page.Block script =
        page.files().filter(file -> file.file().equals("signal.sh")).findFirst().orElseThrow();
    signal("/abc", "?status=failed");
    assertThat(shell.type(script.code()).exitCode()).isZero();
    assertThat(new Client(server.uri("/")).send("GET", "/abc").statusCode()).isEqualTo(200);
  }
}
