package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.contract.Loopback;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortKindTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final List<Runnable> lookUps = new ArrayList<>();
  private final List<SocketChannel> filling = new ArrayList<>();
  private ServerSocket silent;
  private Connector connector;

  @BeforeEach
  void start() throws Exception {
    silent = Loopback.blackHole(filling);
    connector = new Connector(clock);
  }

  @AfterEach
  void end() throws Exception {
    connector.close();
    silent.close();
    for (SocketChannel each : filling) {
      each.close();
    }
  }

  private CompletableFuture<Attempt> begin(String host, int port) throws Exception {
    return Attempts.begin(probe(host, port), clock, TIMEOUT);
  }

  private Probe probe(String host, int port) throws Exception {
    Names names =
        new Names(
            lookUps::add,
            name ->
                new InetAddress[] {
                  InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                  InetAddress.getByAddress(new byte[] {127, 0, 0, 2})
                });
    return new PortKind(new Endpoints(names, Attempts.ANYTHING), connector)
        .parse(List.of(host, Integer.toString(port)), Map.of());
  }

  /**
   * One of the two addresses is silent, the other opens; that one decides, and the connection to
   * the silent one is closed.
   */
  @Test
  void theFirstOpenAddressDecidesAndNothingStaysOpen() throws Exception {
    int port = silent.getLocalPort();
    try (ServerSocket open = new ServerSocket()) {
      open.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port));
      CompletableFuture<Attempt> attempt = begin("db", port);
      lookUps.get(0).run();
      assertThat(attempt.get(60, TimeUnit.SECONDS)).isEqualTo(Attempt.succeeded());
      // The thread that has reported the success closes the others.
      long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (clock.timers() > 0 && System.nanoTime() < giveUp) {
        Thread.onSpinWait();
      }
      assertThat(clock.timers()).as("no connect is left that could time out").isZero();
    }
  }

  @Test
  void aSilentAddressTimesOutWithTheAttempt() throws Exception {
    CompletableFuture<Attempt> attempt = begin("127.0.0.1", silent.getLocalPort());
    clock.advance(TIMEOUT.minusNanos(1));
    assertThat(attempt).isNotDone();
    clock.advance(Duration.ofNanos(1));
    assertThat(attempt).isCompletedWithValue(Attempt.unanswered("no connection within 1 s"));
    assertThat(clock.timers()).isZero();
  }

  @Test
  void theTimeLimitIncludesTheLookup() throws Exception {
    CompletableFuture<Attempt> attempt = begin("db", 1);
    clock.advance(TIMEOUT);
    assertThat(attempt)
        .isCompletedWithValue(
            Attempt.notMade(
                "no answer when looking up \"db\" within 1 s (attempt=5s allows more)"));
    lookUps.get(0).run();
    assertThat(clock.timers()).as("a late answer of the name server connects nowhere").isZero();
  }
}
