package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The names of the metrics, as Prometheus, the dashboard and the documentation use them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {
  private static final Pattern NAME = Pattern.compile("rendezvous_[a-z_]+");

  private Container server;
  private Shell shell;
  private String metrics;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = StandaloneContainer.start(Map.of());
    shell = new Shell(directory, server.port());
    Client client = new Client(server.uri("/"));
    assertOk(client.send("PUT", "/abc"));
    assertOk(client.send("GET", "/abc"));
    String closed = "/_port/127.0.0.1/" + Loopback.freePort();
    assertError(client.send("GET", closed + "?timeout=0"), 404, "Timeout");
    metrics = client.send("GET", "/_metrics").body();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Names, units, types and help texts follow the conventions of Prometheus. */
  @Test
  void promtoolFindsNothingToComplainAbout() throws Exception {
    shell.require("promtool");
    Shell.Typed checked =
        shell.type("curl -sS http://localhost:8080/_metrics | promtool check metrics");
    assertThat(checked.output()).isEmpty();
    assertThat(checked.exitCode()).isZero();
  }

  /** The metrics, without the endings that histograms add. */
  private Set<String> served() {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[ {]", 2)[0])
        .collect(Collectors.toSet());
  }

  private static Set<String> namesIn(String file) throws Exception {
    return NAME.matcher(Files.readString(Path.of(file)))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDashboardUsesMetricsThatExist() throws Exception {
    Set<String> used = namesIn("examples/grafana/web-rendezvous.json");
    assertThat(used).hasSizeGreaterThan(10);
    assertThat(served()).containsAll(used);
  }

  @Test
  void everyMetricIsDocumented() throws Exception {
    Set<String> documented = namesIn("docs/operation.md");
    assertThat(documented)
        .containsAll(
            served().stream().map(name -> name.replaceAll("_(bucket|sum|count)$", "")).toList());
  }
}
