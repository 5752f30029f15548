package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.contract.Loopback;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private Connector connector;

  @BeforeEach
  void start() throws Exception {
    connector = new Connector(clock);
  }

  @AfterEach
  void end() {
    connector.close();
  }

  private CompletableFuture<Void> connect(int port) {
    return connector.connect(Attempts.loopback(port), TIMEOUT);
  }

  @Test
  void aConnectionIsOpenedAndClosed() throws Exception {
    try (ServerSocket listening = Loopback.listen(0)) {
      connect(listening.getLocalPort()).get(60, TimeUnit.SECONDS);
      try (Socket accepted = listening.accept()) {
        assertThat(accepted.getInputStream().read()).as("the other end hung up").isEqualTo(-1);
      }
    }
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aRefusedConnectionFailsWithTheSystemsError() {
    assertThatThrownBy(() -> connect(Loopback.freePort()).get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(ConnectException.class);
  }

  /** As when the system has no memory for it. */
  @Test
  void anErrorEndsOnlyOneConnection() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    Connector.Channels channels =
        () -> {
          if (opened.getAndIncrement() == 0) {
            throw new OutOfMemoryError("thrown on purpose, to see that the next one connects");
          }
          return SocketChannel.open();
        };
    try (Connector frail = new Connector(clock, channels);
        ServerSocket listening = Loopback.listen(0)) {
      PermittedAddress address = Attempts.loopback(listening.getLocalPort());
      assertThatThrownBy(() -> frail.connect(address, TIMEOUT).get(60, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
      frail.connect(address, TIMEOUT).get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingFailsRunningAttempts() throws Exception {
    try (ServerSocket full = Loopback.listenWithoutAccepting()) {
      List<CompletableFuture<Void>> connects = fill(full);
      connector.close();
      assertThat(connects)
          .filteredOn(CompletableFuture::isCompletedExceptionally)
          .allSatisfy(
              connect ->
                  assertThatThrownBy(connect::join)
                      .hasRootCauseInstanceOf(ClosedChannelException.class))
          .isNotEmpty();
      assertThat(connects).allMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void aSilentHostTimesOutAndDoesNotDelayOthers() throws Exception {
    try (ServerSocket full = Loopback.listenWithoutAccepting();
        ServerSocket healthy = Loopback.listen(0)) {
      List<CompletableFuture<Void>> mute = fill(full);
      connect(healthy.getLocalPort()).get(60, TimeUnit.SECONDS);
      assertThat(mute).anyMatch(connect -> !connect.isDone());
      clock.advance(TIMEOUT);
      assertThat(mute).allMatch(CompletableFuture::isDone);
    }
  }

  /** More connections than the listener's queue holds; the others are never answered. */
  private List<CompletableFuture<Void>> fill(ServerSocket full) throws Exception {
    List<CompletableFuture<Void>> connects = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      connects.add(connect(full.getLocalPort()));
    }
    return connects;
  }
}
