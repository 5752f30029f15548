package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingThreadHandlerTest {
  private static final BodyPublisher NONE = BodyPublishers.noBody();

  private final Server server = new Server();
  private final ServerConnector connector =
      Listening.connector(server, true, 2, Listening.DEFAULT_HEADER_BYTES);

  /** Responds whether its thread has read the request, and fails on demand. */
  private static final class Telling extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (request.getHttpURI().getPath().endsWith("broken")) {
        throw new IllegalStateException("broken on purpose");
      }
      if (request.getHttpURI().getPath().endsWith("unknown")) {
        return false;
      }
      boolean reading =
          StackWalker.getInstance()
              .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("onFillable")));
      // Reads the whole body first: a client that is still sending when the server closes gets an
      // error.
      Content.Source.consumeAll(
          request,
          Callback.from(
              () -> Content.Sink.write(response, true, reading ? "reading" : "pool", callback),
              callback::failed));
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new ReadingThreadHandler(new Telling()));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).method(method, body).build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /abc, reading",
    "GET, /abc?timeout=5, reading",
    "get, /stack1/db_ready, reading",
    "PUT, /abc, reading",
    "POST, /abc?id=web-1, reading",
    "GET, /, pool",
    "GET, /_port/db/5432, pool",
    "GET, /%5Fport/db/5432, pool",
    "GET, /_all?of=abc&of=def, pool",
    "GET, /_help, pool",
    "GET, /favicon.ico, pool",
    "DELETE, /abc, pool",
    "OPTIONS, /abc, pool"
  })
  void onlyRegistryRequestsStayOnTheReadingThread(String method, String path, String where)
      throws Exception {
    assertThat(send(method, path, NONE).body()).isEqualTo(where);
  }

  @Test
  void theServerDoesNotHandARequestOver() {
    assertThat(server.getInvocationType()).isEqualTo(Invocable.InvocationType.NON_BLOCKING);
  }

  @Test
  void aBodyIsReadInThePool() throws Exception {
    assertThat(send("PUT", "/abc", BodyPublishers.ofString("5432")).body()).isEqualTo("pool");
    byte[] value = "5432".getBytes(StandardCharsets.US_ASCII);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(value));
    assertThat(send("PUT", "/abc", chunked).body()).isEqualTo("pool");
  }

  @ParameterizedTest
  @CsvSource({"/broken, 500", "/_broken, 500", "/unknown, 404", "/_unknown, 404"})
  void failuresAreAnsweredOnEitherThread(String path, int status) throws Exception {
    assertThat(send("GET", path, NONE).statusCode()).isEqualTo(status);
  }
}
