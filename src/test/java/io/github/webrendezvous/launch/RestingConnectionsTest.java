package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.Departure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestingConnectionsTest {
  private static final int WAITERS = 20;
  private static final int PATIENCE_MILLIS = 20_000;

  /** A number of tasks that is small compared with the waiters. */
  private static final int FEW = WAITERS / 4;

  /** Sends a request that is parked. */
  private interface Sending {
    void send(Client waiter) throws IOException;
  }

  /** The number of tasks of the pool. */
  private final AtomicInteger handedOver = new AtomicInteger();

  private final Server server =
      new Server(
          new QueuedThreadPool() {
            @Override
            public void execute(Runnable task) {
              handedOver.incrementAndGet();
              super.execute(task);
            }
          });

  private final ServerConnector connector =
      Listening.connector(server, true, 1, Listening.DEFAULT_HEADER_BYTES);
  private final BlockingQueue<Runnable> parked = new LinkedBlockingQueue<>();
  private final Semaphore parkings = new Semaphore(0);
  private final List<Client> clients = new ArrayList<>();

  /**
   * Parks GET requests, with a watch, and POST requests, without one. Answers all of them on the
   * thread that handles PUT.
   */
  private final class Meeting extends Handler.Abstract {
    @Override
    @SuppressWarnings("unchecked") // As DepartureHandler says.
    public boolean handle(Request request, Response response, Callback callback) {
      if (!request.getMethod().equals("PUT")) {
        if (request.getMethod().equals("GET")) {
          ((Consumer<Runnable>) request.getAttribute(Departure.WHEN_GONE)).accept(() -> {});
        }
        parked.add(() -> Content.Sink.write(response, true, "released", callback));
        parkings.release();
        return true;
      }
      for (Runnable release = parked.poll(); release != null; release = parked.poll()) {
        release.run();
      }
      Content.Sink.write(response, true, "done", callback);
      return true;
    }
  }

  /** A persistent connection. */
  private static final class Client {
    private final Socket socket;
    private final BufferedReader answers;

    Client(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    void send(String... methods) throws IOException {
      StringBuilder requests = new StringBuilder();
      for (String method : methods) {
        requests.append(request(method, ""));
      }
      write(requests.toString());
    }

    void sendWithBody(String method) throws IOException {
      write(request(method, "hello"));
    }

    private static String request(String method, String body) {
      return "%s /abc HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
          .formatted(method, body.length(), body);
    }

    private void write(String requests) throws IOException {
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    }

    /** The body of the next response. */
    String answer() throws IOException {
      int length = 0;
      for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      char[] body = new char[length];
      for (int read = 0; read < length; ) {
        read += answers.read(body, read, length - read);
      }
      return new String(body);
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new ReadingThreadHandler(new DepartureHandler(new Meeting())));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Client client : clients) {
      client.socket.close();
    }
    server.stop();
  }

  private Client client() throws IOException {
    Client client = new Client(connector.getLocalPort());
    clients.add(client);
    return client;
  }

  private void awaitParked(int waiters) throws InterruptedException {
    assertThat(parkings.tryAcquire(waiters, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  void aConnectionAfterAWaitUsesNoThread() throws Exception {
    assertThat(mostHandedOver(waiter -> waiter.send("GET"))).isLessThan(FEW);
  }

  /** As with signals that a store has recorded. */
  @Test
  void aConnectionAfterARequestWithoutAWatchUsesNoThread() throws Exception {
    assertThat(mostHandedOver(waiter -> waiter.send("POST"))).isLessThan(FEW);
  }

  /** A body that has arrived completely. */
  @Test
  void aConnectionAfterABodyUsesNoThread() throws Exception {
    assertThat(mostHandedOver(waiter -> waiter.sendWithBody("POST"))).isLessThan(FEW);
  }

  /**
   * Sends and answers requests, again on the same connections: each must notice the next request.
   *
   * @return the most tasks of one round, from the signal on
   */
  private int mostHandedOver(Sending sending) throws Exception {
    Client signaller = client();
    List<Client> waiters = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      waiters.add(client());
    }
    int most = 0;
    for (int round = 0; round < 3; round++) {
      for (Client waiter : waiters) {
        sending.send(waiter);
      }
      awaitParked(WAITERS);
      int before = handedOver.get();
      signaller.send("PUT");
      assertThat(signaller.answer()).isEqualTo("done");
      for (Client waiter : waiters) {
        assertThat(waiter.answer()).isEqualTo("released");
      }
      most = Math.max(most, handedOver.get() - before);
    }
    return most;
  }

  @Test
  void aRequestSentTogetherWithTheWaitIsAnsweredAfterIt() throws Exception {
    Client waiter = client();
    waiter.send("GET", "PUT", "PUT");
    awaitParked(1);
    Client signaller = client();
    signaller.send("PUT");
    assertThat(waiter.answer()).isEqualTo("released");
    assertThat(waiter.answer()).isEqualTo("done");
    assertThat(waiter.answer()).isEqualTo("done");
  }

  @Test
  void aRequestSentDuringTheWaitIsAnsweredAfterIt() throws Exception {
    Client waiter = client();
    waiter.send("GET");
    awaitParked(1);
    waiter.send("PUT", "GET");
    Client signaller = client();
    signaller.send("PUT");
    assertThat(waiter.answer()).isEqualTo("released");
    assertThat(waiter.answer()).isEqualTo("done");
    awaitParked(1);
    signaller.send("PUT");
    assertThat(waiter.answer()).isEqualTo("released");
  }
}
