package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.Fakes;
import io.github.webrendezvous.exchange.ResponseCounts;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.rendezvous.Waits;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The memory of the most frequent answer, {@code {"ok":true}}. */
class AnswerAllocationTest {
  // Includes the proxies of this test, which make arrays of arguments.
  private static final long MOST = 416;

  private static final int ANSWERS = 2_000;
  private static final int MOST_ROUNDS = 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int written;

  private final HttpServletRequest request =
      Fakes.of(
          HttpServletRequest.class,
          (proxy, method, arguments) -> {
            return switch (method.getName()) {
              case "getMethod" -> "GET";
              case "isAsyncStarted" -> false;
              default ->
                  throw new UnsupportedOperationException(
                      "a client that is released is not asked " + method.getName());
            };
          });

  private final ServletOutputStream body = Fakes.body(bytes -> written += bytes);

  private final HttpServletResponse response =
      Fakes.of(
          HttpServletResponse.class,
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "getOutputStream" -> body;
                case "getBufferSize" -> 8_192;
                default -> null;
              });

  @Test
  void theAnswerToAReleasedWait() throws IOException {
    ManualClock clock = new ManualClock();
    Registry registry =
        new Registry(clock, new Journal(clock, 100), Runnable::run, 4, UnlimitedRoom.LIMITS);
    Key key = new Key("/abc");
    registry.signal(key, Signal.ok(), new Caller("db"));
    Duration timeout = Duration.ofSeconds(30);
    Wait wait =
        Waits.await(
            registry, new Condition.Signalled(key), timeout, "web-1", (settled, outcome) -> {});
    AnswerSender sender = new AnswerSender(clock, true, new ResponseCounts());
    WaitAnswers answers = new WaitAnswers(new Budget(1_000_000), clock, true);
    WaitOptions terms = new WaitOptions(timeout, new Caller("web-1"), 404, false, false, null);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > MOST * ANSWERS; round++) {
      written = 0;
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ANSWERS; i++) {
        sender.send(answers.of(wait, terms), request, response);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      assertThat(written).isEqualTo(ANSWERS * "{\"ok\":true}\n".length());
    }
    assertThat(least / ANSWERS).isPositive().isLessThanOrEqualTo(MOST);
  }
}
