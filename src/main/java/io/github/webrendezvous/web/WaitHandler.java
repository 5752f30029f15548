package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Limit;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

  public WaitHandler(
      Registry registry,
      AnswerSender sender,
      WaitOptions.Defaults defaults,
      WaitAnswers answers,
      CallerLimit callers) {
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
}
