package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static io.github.webrendezvous.contract.Answers.assertSentAway;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with {@code java -jar}, and its own promises. */
class StandaloneIT extends Contract implements OwnServerContract {
  StandaloneIT() {
    super("/");
  }

  @Override
  Deployed start(Map<String, Map<String, String>> deployments) throws Exception {
    return StandaloneContainer.startEach(deployments);
  }

  private static Shell.Typed run(String... arguments) throws Exception {
    Path base = Scratch.directory("standalone");
    List<String> command = StandaloneContainer.command(base, List.of(arguments));
    return new Shell(base, 1).run(Map.of(), command.toArray(String[]::new));
  }

  @Test
  void everyWaitIsAnsweredWhenTheProcessEnds() throws Exception {
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
  void aHostThatMovesIsFound() throws Exception {
    MovingHost names = new MovingHost();
    try (StandaloneContainer standalone = StandaloneContainer.startWith(names.option())) {
      names.assertFoundWhereItMovesTo(new Client(standalone.uri("/")));
    }
  }

  private Socket asks(String path) throws Exception {
    Socket client = new Socket(uri().getHost(), uri().getPort());
    client.getOutputStream().write(request(path));
    patient().awaitWaiting("/" + path);
    return client;
  }

  private static byte[] request(String path) {
    return "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n"
        .formatted(path)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDisconnectedClientIsNoticed(boolean reset) throws Exception {
    String key = "gone-" + reset;
    Socket client = asks(key);
    if (reset) {
      client.setSoLinger(true, 0);
    }
    client.close();
    while (patient().waitingAndFailed().contains("/" + key)) {
      Thread.onSpinWait(); // Endlessly if it is not noticed: until the test ends.
    }
    assertOk(patient().send("PUT", "/" + key));
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (Socket client = asks("early-1")) {
      assertOk(patient().send("PUT", "/early-2"));
      client.getOutputStream().write(request("early-2"));
      client.getOutputStream().write(request("early-2?timeout=0"));
      assertOk(patient().send("PUT", "/early-1"));
      byte[] answers = client.getInputStream().readNBytes(3 * 180);
      String text = new String(answers, StandardCharsets.US_ASCII);
      assertThat(text.split("HTTP/1.1 200", -1)).as(text).hasSize(4);
    }
  }

  @Test
  void aHalfClosedConnectionCanBeKept() throws Exception {
    try (StandaloneContainer patient = StandaloneContainer.start(Map.of(), "--keepHalfClosed")) {
      Client signaller = new Client(patient.uri("/"));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), patient.port())) {
        client.getOutputStream().write(request("half"));
        client.shutdownOutput();
        signaller.awaitWaiting("/half");
        assertOk(signaller.send("PUT", "/half"));
        assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
      }
    }
  }

  /** All connected clients are answered, and all others are refused. */
  @Test
  void noConnectionIsClosedWithoutAResponseDuringAStop() throws Exception {
    try (StandaloneContainer stopping = StandaloneContainer.start(Map.of())) {
      ExecutorService clients = Executors.newFixedThreadPool(4);
      List<Future<List<String>>> said = new ArrayList<>();
      CountDownLatch busy = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        said.add(clients.submit(() -> putUntilRefused(stopping.port(), busy)));
      }
      busy.await();
      stopping.terminate();
      for (Future<List<String>> each : said) {
        assertThat(each.get()).isSubsetOf("HTTP/1.1 200", "HTTP/1.1 503");
      }
      clients.shutdown();
    }
  }

  private static List<String> putUntilRefused(int port, CountDownLatch busy) throws Exception {
    byte[] put =
        "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    List<String> said = new ArrayList<>();
    while (true) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write(put);
        said.add(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
      } catch (SocketException e) {
        // Refused, or reset by the system because it was connected but not accepted.
        return said;
      }
      if (said.size() == 20) {
        busy.countDown();
      }
    }
  }

  @Test
  void aProcessWithoutMemoryEnds() throws Exception {
    Path base = Scratch.directory("standalone");
    List<String> command =
        new ArrayList<>(
            StandaloneContainer.command(
                base, List.of("--port=0", "--maxValueBytes=999999999", "--host=127.0.0.1")));
    command.replaceAll(argument -> argument.startsWith("-Xmx") ? "-Xmx24m" : argument);
    command.add(1, "-XX:+UseSerialGC"); // It gives up at once; other clients keep trying.
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader log = process.inputReader()) {
      String line = log.readLine();
      while (!line.contains("listening on port ")) {
        line = log.readLine();
      }
      Thread reader = new Thread(() -> log.lines().forEach(read -> {}), "log");
      reader.setDaemon(true);
      reader.start();
      String port = line.substring(line.lastIndexOf(' ') + 1);
      fill(new Client(URI.create("http://127.0.0.1:" + port + "/")));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void fill(Client client) {
    try {
      for (int i = 0; i < 2_000; i++) {
        client.send("PUT", "/value" + i, new byte[64 * 1_024], "text/plain");
      }
    } catch (IOException e) {
      // It has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anUnknownVariableIsOneWarning() throws Exception {
    Map<String, String> environment =
        Map.of("RENDEZVOUS_TIMOUT", "5", "RENDEZVOUS_PORT", "tcp://10.0.0.7:8080");
    try (StandaloneContainer standalone = StandaloneContainer.startIn(environment)) {
      assertOk(new Client(standalone.uri("/")).send("PUT", "/abc"));
      assertThat(standalone.log())
          .filteredOn(line -> line.contains("is ignored"))
          .singleElement()
          .asString()
          .contains("RENDEZVOUS_TIMOUT is ignored; did you mean RENDEZVOUS_TIMEOUT?");
    }
  }

  @Test
  void theLogIsUtf8InEveryLocale() throws Exception {
    try (StandaloneContainer standalone = StandaloneContainer.startIn(Map.of("LC_ALL", "C"))) {
      assertOk(new Client(standalone.uri("/")).send("PUT", "/%C3%BC"));
      while (standalone.log().stream().noneMatch(line -> line.contains("signalled"))) {
        Thread.onSpinWait();
      }
      assertThat(standalone.log()).anyMatch(line -> line.contains("key=\"/ü\""));
    }
  }

  @Test
  void theHelpListsTheFlags() throws Exception {
    Shell.Typed help = run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains(
            "--port 8080", "--timeout 30", "--postgresURL", "--maxWaits N", "depends on the heap")
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
    "--port=http, not a valid port",
    "--port=65536, not a valid port",
    "--timeout=soon, timeout",
    "--maxWaits=0, maxWaits",
    "--postgresURL=nonsense, postgresURL",
    "--probeAllow=10.0.0.0/33, probeAllow",
    "--probeDeny=db:0, is not a port",
    "--probeAllow=, is empty",
    "--tokenFile=/nowhere, cannot be read",
    "--token=secret, unknown flag --token",
    "--maxHeaderBytes=100, from 1024 to 1048576",
    "start, unexpected argument",
    "--help=yes, --help"
  })
  void anInvalidCommandLineIsOneLineAndExitCode2(String argument, String saying) throws Exception {
    Shell.Typed typed = run(argument);
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.output()).startsWith("web-rendezvous: ").contains(saying);
    assertThat(typed.output().lines()).hasSize(1);
  }

  @Test
  void everyLineOfTheLogCanBeJson() throws Exception {
    try (StandaloneContainer server = StandaloneContainer.start(Map.of("logFormat", "json"))) {
      String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
      Map<String, String> traced = Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
      assertOk(new Client(server.uri("/")).send("PUT", "/%22logged%22", traced));
      String line = server.awaitLog("logged");
      assertThat(line)
          .startsWith("{\"time\":\"")
          .contains("\"level\":\"INFO\",\"event\":\"signalled\",\"key\":\"/\\\"logged\\\"\"")
          .endsWith(",\"trace\":\"" + trace + "\"}");
      for (String each : server.log()) {
        assertThat(Client.json(each + "\n").get("level").stringValue()).isEqualTo("INFO");
      }
    }
  }

  @Test
  void theHeadOfARequestIsAsLongAsTheSettingAllows() throws Exception {
    try (StandaloneContainer server =
        StandaloneContainer.start(Map.of(), "--maxHeaderBytes=2048")) {
      Client client = new Client(server.uri("/"));
      Map<String, String> header = Map.of("X-Long", "x".repeat(4_000));
      assertError(client.send("PUT", "/long", header), 431, "longer than 2048 bytes");
      assertOk(client.send("PUT", "/short"));
    }
  }

  /** The folders that a container loads classes from are the same as without the server. */
  @Test
  void containersDoNotSeeTheServerInTheWar() throws Exception {
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
    assertThat(Files.size(Container.war())).isLessThan(14_500_000);
  }

  /** Otherwise two machines build different WARs. */
  @Test
  void theCompiledPageNamesNoFileOfTheMachine() throws Exception {
    try (ZipFile war = new ZipFile(Container.war().toFile())) {
      ZipEntry page = war.getEntry("org/apache/jsp/WEB_002dINF/pages/home_jsp.class");
      byte[] compiled = war.getInputStream(page).readAllBytes();
      assertThat(new String(compiled, StandardCharsets.ISO_8859_1)).doesNotContain("file:/");
    }
  }

  @Test
  void aPortInUseIsReported() throws Exception {
    try (ServerSocket taken = Loopback.listen(0)) {
      Shell.Typed typed = run("--host", "127.0.0.1", "-port", "" + taken.getLocalPort());
      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.output()).contains("web-rendezvous: ", "" + taken.getLocalPort(), "in use");
    }
  }
}
