package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertSentAway;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, kept by the WAR that runs by itself; and what only that promises. */
class StandaloneIT extends Contract {
  StandaloneIT() {
    super("/");
  }

  @Override
  Deployed start(Map<String, Map<String, String>> deployments) throws Exception {
    return StandaloneContainer.startEach(deployments);
  }

  private static Shell.Typed run(String... arguments) throws Exception {
    Path base = Files.createTempDirectory("standalone");
    List<String> command = StandaloneContainer.command(base, List.of(arguments));
    return new Shell(base, 1).run(Map.of(), command.toArray(String[]::new));
  }

  @Test
  void endingSendsEverybodyAway() throws Exception {
    try (StandaloneContainer standalone = StandaloneContainer.start(Map.of())) {
      Client client = new Client(standalone.uri("/"));
      List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        parked.add(client.park("GET", "/parked" + i, "/parked" + i));
      }
      standalone.terminate();
      assertSentAway(parked);
      assertThat(standalone.awaitEnd()).isTrue();
      assertThat(standalone.log())
          .as("the log says of everybody what the answers said")
          .filteredOn(line -> line.contains(" shut down key=/parked"))
          .hasSize(50);
    }
  }

  @Test
  void itSaysWhatItCanBeTold() throws Exception {
    Shell.Typed help = run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains("--port 8080", "--timeout 30", "--postgresURL", "--maxWaits 100000")
        .contains("postgres://postgres:pgpass@postgres:5432/{{.}}?sslmode=disable");
    assertThat(help.output().lines()).allMatch(line -> line.length() <= 80);
    Shell.Typed version = run("-version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.output()).matches("web-rendezvous [0-9]\\S+\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot=80, unknown flag --prot",
    "-t, unknown flag -t",
    "--port, no value",
    "--port=http, no port",
    "--port=65536, no port",
    "--timeout=soon, timeout",
    "--maxWaits=0, maxWaits",
    "--postgresURL=nonsense, postgresURL",
    "start, belongs to no flag",
    "--help=yes, --help"
  })
  void whatMakesNoSenseIsOneLineAndExitCode2(String argument, String saying) throws Exception {
    Shell.Typed typed = run(argument);
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.output()).startsWith("web-rendezvous: ").contains(saying);
    assertThat(typed.output().lines()).hasSize(1);
  }

  /** What a container loads from is what it was without the server. */
  @Test
  void noContainerSeesTheServerThatIsInTheWar() throws Exception {
    try (ZipFile war = new ZipFile(Container.war().toFile())) {
      List<String> names = war.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .filteredOn(name -> name.startsWith("WEB-INF/"))
          .noneMatch(name -> name.contains("jetty") || name.contains("jasper"))
          .noneMatch(name -> name.contains("/launch/") || name.contains("commons"));
      assertThat(names).contains("org/eclipse/jetty/server/Server.class");
      assertThat(names)
          .as("the licenses of what is unpacked, each beside the others")
          .contains("META-INF/LICENSE")
          .anyMatch(name -> name.matches("META-INF/licenses/postgresql-.*/META-INF/LICENSE"))
          .anyMatch(name -> name.matches("META-INF/licenses/httpcore5-.*/META-INF/NOTICE"));
    }
    assertThat(Files.size(Container.war())).isLessThan(12_000_000);
  }

  @Test
  void aPortThatIsTakenIsSaidSo() throws Exception {
    try (ServerSocket taken = Loopback.listen(0)) {
      Shell.Typed typed = run("--host", "127.0.0.1", "-port", "" + taken.getLocalPort());
      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.output()).contains("web-rendezvous: ", "" + taken.getLocalPort(), "in use");
    }
  }
}
