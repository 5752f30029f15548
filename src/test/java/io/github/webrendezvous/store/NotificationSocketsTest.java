package io.github.webrendezvous.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationSocketsTest {
  private ServerSocket listening;
  private Socket socket;
  private Socket server;
  private InputStream in;

  @BeforeEach
  void connect() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    listening = new ServerSocket(0, 1, loopback);
    socket = new NotificationSockets().createSocket();
    socket.connect(listening.getLocalSocketAddress());
    server = listening.accept();
    in = socket.getInputStream();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    server.close();
    listening.close();
  }

  private void send(int... bytes) throws IOException {
    for (int each : bytes) {
      server.getOutputStream().write(each);
    }
  }

  /** The driver's look does not wait; the JDK would say "Read timed out". */
  @Test
  void aLookWhetherSomethingHasArrivedDoesNotWait() throws Exception {
    socket.setSoTimeout(1);
    assertThatThrownBy(() -> in.read(new byte[8]))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("nothing has arrived");
    assertThatThrownBy(in::read).hasMessage("nothing has arrived");
  }

  @Test
  void aLookReadsWhatHasArrived() throws Exception {
    send(1, 2, 3);
    socket.setSoTimeout(0);
    assertThat(in.read()).isEqualTo(1);
    while (in.available() < 2) {
      Thread.onSpinWait();
    }
    socket.setSoTimeout(1);
    assertThat(in.read(new byte[8])).isEqualTo(2);
  }

  @Test
  void anotherReadWaits() throws Exception {
    socket.setSoTimeout(60_000);
    CompletableFuture<Integer> read = new CompletableFuture<>();
    Thread reading =
        new Thread(
            () -> {
              try {
                read.complete(in.read(new byte[8]));
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    reading.start();
    send(1);
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    server.close();
    assertThat(in.read()).isEqualTo(-1);
  }
}
