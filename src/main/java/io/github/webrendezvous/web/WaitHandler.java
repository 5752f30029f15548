package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.http.Accept;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Limit;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.syntax.WaitSyntax;
import io.github.webrendezvous.view.LimitWords;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /{key}} and every other wait: parks the request until the wait is settled.
 * Thread-safe.
 */
public final class WaitHandler {
  private final Registry registry;
  private final AnswerSender sender;
  private final WaitOptions.Defaults defaults;
  private final WaitAnswers answers;
  private final CallerLimit callers;
  private final Signals signals;
  private final Clock clock;
  private final Budget arriving;
  private final Progress progress;

  /**
   * @param arriving how many requests may wait for current signals
   */
  public WaitHandler(
      Registry registry,
      Signals signals,
      Clock clock,
      Budget arriving,
      AnswerSender sender,
      WaitOptions.Defaults defaults,
      WaitAnswers answers,
      CallerLimit callers,
      Progress progress) {
    this.progress = progress;
    this.signals = signals;
    this.clock = clock;
    this.arriving = arriving;
    this.callers = callers;
    this.registry = registry;
    this.sender = sender;
    this.defaults = defaults;
    this.answers = answers;
  }

  /** The handler of waits with one syntax. */
  Handler on(WaitSyntax syntax) {
    return (path, query, request, response) -> wait(syntax, path, query, request, response);
  }

  /** Returns the answer, or null if the request is parked and is answered later. */
  private @Nullable Answer wait(
      WaitSyntax syntax,
      RequestPath path,
      Query query,
      HttpServletRequest request,
      HttpServletResponse response)
      throws BadRequestException, IOException {
    Condition condition = syntax.read(path, query);
    WaitOptions options = WaitOptions.of(query, request, defaults);
    if (Accept.events(request) && !options.raw()) {
      return progress.begin(condition, options, request, response);
    }
    if (condition.needsSignals()) {
      CompletableFuture<?> current = signals.current(options.timeout());
      if (!current.isDone() || current.isCompletedExceptionally()) {
        return arrive(condition, options, current, request, response);
      }
    }
    Wait wait = registry.await(condition, options.timeout(), options.caller());
    if (wait.outcome() != null) {
      return answers.of(wait, options);
    }
    String address = request.getRemoteAddr();
    Limit full = callers.take(address);
    if (full != null) {
      wait.cancel(new Outcome.NoRoom(full));
      return answers.of(wait, options);
    }
    Runnable whenEnded = callers.whenEnded(address);
    boolean parked = false;
    try {
      Async.start(
          request,
          response,
          async ->
              new ParkedRequest(wait, async, sender.park(async), answers, options, whenEnded)
                  .park());
      parked = true;
    } finally {
      if (!parked) {
        wait.cancel(new Outcome.Gone());
        whenEnded.run();
      }
    }
    return null;
  }

  /** Lets the wait begin when the signals are current. */
  private @Nullable Answer arrive(
      Condition condition,
      WaitOptions options,
      CompletableFuture<?> current,
      HttpServletRequest request,
      HttpServletResponse response)
      throws BadRequestException, IOException {
    Clock.Moment since = clock.moment();
    if (!arriving.take(1)) {
      return Answer.noRoom(LimitWords.of(new Limit(Limit.Kind.WAITS, arriving.most())));
    }
    // The room is free before the request is answered, as the next one may follow at once.
    CompletableFuture<?> arrived = current.whenComplete((done, failure) -> arriving.giveBack(1));
    String address = request.getRemoteAddr();
    Async.start(
        request,
        response,
        async -> {
          AnswerSender.Parked answering = sender.park(async);
          new ArrivingRequest(
                  async,
                  answering,
                  () -> {
                    Wait wait =
                        registry.await(condition, options.timeout(), options.caller(), since);
                    return parked(wait, address, async, answering, options);
                  })
              .arrive(arrived, ParkedRequest.longest(options.timeout()));
        });
    return null;
  }

  private ParkedRequest parked(
      Wait wait,
      String address,
      AsyncContext async,
      AnswerSender.Parked answering,
      WaitOptions options) {
    boolean waits = wait.outcome() == null;
    Limit full = waits ? callers.take(address) : null;
    if (full != null) {
      wait.cancel(new Outcome.NoRoom(full));
    }
    Runnable whenEnded = waits && full == null ? callers.whenEnded(address) : () -> {};
    return new ParkedRequest(wait, async, answering, answers, options, whenEnded);
  }
}
