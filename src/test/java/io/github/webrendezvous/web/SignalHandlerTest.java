package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.Fakes;
import io.github.webrendezvous.exchange.ResponseCounts;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.OwnSignals;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.rendezvous.Waits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The order of the signaller's response and the releases. */
class SignalHandlerTest {
  private static final int FEW = 2;

  private final List<String> happened = new ArrayList<>();
  private final List<Runnable> handedOver = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final Registry registry =
      new Registry(
          clock,
          new Journal(clock, 100),
          task -> {
            happened.add("handed over");
            handedOver.add(task);
          },
          FEW,
          UnlimitedRoom.LIMITS);

  private Answer signalledWith(int waits) throws BadRequestException, IOException {
    for (int i = 0; i < waits; i++) {
      Waits.await(
          registry,
          new Condition.Signalled(new Key("/abc")),
          Duration.ofSeconds(30),
          "web-1",
          (wait, outcome) -> happened.add("told"));
    }
    HttpServletRequest request = request();
    HttpServletResponse untouched = Fakes.of(HttpServletResponse.class, (proxy, m, a) -> null);
    SignalHandler handler =
        new SignalHandler(
            new OwnSignals(registry),
            new AnswerSender(clock, true, new ResponseCounts()),
            new Budget(1_000),
            65_536,
            clock);
    return Objects.requireNonNull(
        handler.put(
            RequestPath.of(request),
            Query.read(request, SignalHandler.ON_PUT),
            request,
            untouched));
  }

  @Test
  void theSignallerIsAnsweredBeforeManyWaitsAreReleased() throws BadRequestException, IOException {
    Answer answer = signalledWith(FEW + 1);
    assertThat(happened).isEmpty();
    Objects.requireNonNull(answer.whenBegun()).run();
    assertThat(happened).containsExactly("handed over");
    handedOver.get(0).run();
    assertThat(happened.stream().filter("told"::equals)).hasSize(FEW + 1);
  }

  @Test
  void aFewWaitsAreReleasedFirst() throws BadRequestException, IOException {
    Answer answer = signalledWith(FEW);
    assertThat(happened).containsExactly("told", "told");
    assertThat(answer.whenBegun()).isNull();
  }

  private static HttpServletRequest request() {
    return Fakes.of(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getMethod" -> "PUT";
              case "getRequestURI" -> "/abc";
              case "getContextPath" -> "";
              case "getRemoteAddr" -> "172.18.0.3";
              case "getContentLengthLong" -> 0L;
              default -> null;
            });
  }
}
