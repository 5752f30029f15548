package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.Fakes;
import io.github.webrendezvous.exchange.ResponseCounts;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.rendezvous.Wait;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParkedRequestTest {
  private static final Key KEY = new Key("/abc");

  private final ManualClock clock = new ManualClock();
  private final Registry registry =
      new Registry(clock, new Journal(clock, 100), Runnable::run, 0, UnlimitedRoom.LIMITS);
  private final CountDownLatch completed = new CountDownLatch(1);
  private final AtomicInteger touched = new AtomicInteger();
  private final List<Integer> statuses = new ArrayList<>();

  /** A request without parameters. */
  private final HttpServletRequest plain =
      Fakes.of(
          HttpServletRequest.class,
          (proxy, method, arguments) ->
              method.getName().equals("getMethod") ? "GET" : Collections.emptyEnumeration());

  /** A response that fails when a header is set. */
  private final HttpServletResponse broken =
      Fakes.of(
          HttpServletResponse.class,
          (proxy, method, arguments) -> {
            if (method.getName().equals("setStatus")) {
              statuses.add((Integer) arguments[0]);
              return null;
            }
            throw new UnsupportedOperationException(
                "broken on purpose, to see what the client gets");
          });

  private final AsyncContext async =
      Fakes.of(
          AsyncContext.class,
          (proxy, method, arguments) -> {
            touched.incrementAndGet();
            if (method.getName().equals("complete")) {
              completed.countDown();
            }
            return switch (method.getName()) {
              case "getResponse" -> broken;
              case "getRequest" -> plain;
              default -> null;
            };
          });

  private final AtomicInteger settled = new AtomicInteger();

  private final Wait wait =
      registry.await(new Condition.Signalled(KEY), Duration.ofSeconds(30), new Caller("web-1"));

  private final ParkedRequest parked =
      new ParkedRequest(
          wait,
          async,
          parkedAt(async),
          new WaitAnswers(new Budget(1_000_000), clock, true),
          new WaitOptions(Duration.ofSeconds(30), new Caller("web-1"), 404, false, false, null),
          settled::incrementAndGet);

  private AnswerSender.Parked parkedAt(AsyncContext context) {
    try {
      return new AnswerSender(clock, true, new ResponseCounts()).park(context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyRequestIsCompleted() throws Exception {
    parked.park();
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(completed.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(settled).hasValue(1);
  }

  @Test
  void aTimeoutThatCannotBeAnsweredIsNot2xx() throws Exception {
    parked.park();
    statuses.clear();
    clock.advance(Duration.ofSeconds(30));
    assertThat(completed.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(statuses).endsWith(500).allMatch(status -> status >= 400);
  }

  /** While Jetty stops, the thread of the error is the one that closes all connections. */
  @Test
  void anErrorAfterTheClientHasGoneWaitsForNoAnswer() {
    parked.park();
    parked.clientGone();
    Thread reporting = new Thread(() -> parked.onError(new AsyncEvent(async)));
    reporting.start();
    while (reporting.isAlive()) {
      assertThat(reporting.getState()).isNotEqualTo(Thread.State.TIMED_WAITING);
    }
  }

  @Test
  void anEndedRequestIsNotTouched() {
    parked.park();
    touched.set(0);
    wait.cancel(new Outcome.Gone());
    assertThat(touched).hasValue(0);
  }

  @Test
  void anErrorOfTheContainerIsAnsweredBeforeTheRequestEnds() {
    parked.park();
    try {
      parked.onError(new AsyncEvent(async));
    } catch (UnsupportedOperationException e) {
      // The broken response; the container logs it.
    }
    assertThat(statuses).contains(503);
    assertThat(completed.getCount()).isZero();
  }
}
