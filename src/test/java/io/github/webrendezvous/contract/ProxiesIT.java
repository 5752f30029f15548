package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The proxies of docs/clients.md, with the configuration that the page prints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxiesIT {
  private Path directory;
  private Container server;
  private Shell shell;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    server = StandaloneContainer.start(Map.of());
    shell = new Shell(directory, server.port());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String printed(String language) throws IOException {
    Page page = Page.of("docs/clients.md").below("Through proxies");
    return shell.replaced(page.blocks(language).findFirst().orElseThrow().code(), Map.of());
  }

  /** Starts a proxy with a configuration, and returns once it listens at the port. */
  private Process started(int port, Path configuration, String... command) throws Exception {
    shell.require(command[0]);
    Process proxy =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(configuration.resolveSibling("proxy.log").toFile())
            .start();
    while (!listens(port)) {
      assertThat(proxy.isAlive())
          .as(Files.readString(configuration.resolveSibling("proxy.log")))
          .isTrue();
    }
    return proxy;
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private Process nginx(int port, String location) throws Exception {
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          server {
            listen 127.0.0.1:%d;
            %s
          }
        }
        """
            .formatted(port, location));
    return started(
        port, configuration, "nginx", "-p", directory.toString(), "-c", configuration.toString());
  }

  private void assertHoldsAWait(URI base, String key) throws Exception {
    Client through = new Client(base);
    CompletableFuture<HttpResponse<String>> parked = through.park("GET", key, key);
    assertOk(through.send("PUT", key));
    assertOk(answered(parked));
  }

  @Test
  void nginxCanServeTheApplicationBelowAPath() throws Exception {
    int port = Loopback.freePort();
    Process nginx = nginx(port, printed("nginx"));
    try {
      URI base = URI.create("http://127.0.0.1:" + port + "/tools/rendezvous/");
      assertHoldsAWait(base, "/through-nginx");
      Client through = new Client(base);
      String page = through.get("/", "text/html").body();
      List<String> links = HomeContract.links(page);
      assertThat(links).hasSize(3);
      for (String link : links) {
        String asset = "/" + base.relativize(base.resolve(link));
        assertThat(through.send("GET", asset).statusCode()).as(asset).isEqualTo(200);
      }
    } finally {
      nginx.destroy();
    }
  }

  /** nginx would otherwise keep events until it has a buffer full of them. */
  @Test
  void nginxPassesOnEventsAtOnce() throws Exception {
    int port = Loopback.freePort();
    Process nginx = nginx(port, printed("nginx"));
    try {
      Client through = new Client(URI.create("http://127.0.0.1:" + port + "/tools/rendezvous/"));
      Map<String, String> lines = Map.of("Accept", "application/x-ndjson");
      try (Stream stream = Stream.open(through, "/_events?key=streamed", lines)) {
        stream.next("snapshot");
        assertOk(through.send("PUT", "/streamed"));
        assertThat(stream.next().get("event").stringValue()).isEqualTo("signalled");
      }
    } finally {
      nginx.destroy();
    }
  }

  @Test
  void nginxEndsAWaitThatExceedsItsTimeout() throws Exception {
    int port = Loopback.freePort();
    Process nginx = nginx(port, printed("nginx").replace("read_timeout 1d", "read_timeout 1s"));
    try {
      URI base = URI.create("http://127.0.0.1:" + port + "/tools/rendezvous/");
      assertThat(new Client(base).send("GET", "/too-long").statusCode()).isEqualTo(504);
    } finally {
      nginx.destroy();
    }
  }

  @Test
  void haproxyHoldsAWait() throws Exception {
    int port = Loopback.freePort();
    Path configuration = directory.resolve("haproxy.cfg");
    Files.writeString(
        configuration, printed("haproxy").replace("127.0.0.1:8000", "127.0.0.1:" + port));
    Process haproxy =
        started(port, configuration, "haproxy", "-db", "-f", configuration.toString());
    try {
      assertHoldsAWait(URI.create("http://127.0.0.1:" + port + "/"), "/through-haproxy");
    } finally {
      haproxy.destroy();
    }
  }
}
