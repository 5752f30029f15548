package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /{key}} and every other form of a wait: parks the request until it is settled.
 * Thread-safe.
 */
public final class WaitHandler {
  private final Registry registry;
  private final AnswerSender sender;
  private final WaitOptions.Defaults defaults;
  private final WaitAnswers answers;

  public WaitHandler(
      Registry registry, AnswerSender sender, WaitOptions.Defaults defaults, WaitAnswers answers) {
    this.registry = registry;
    this.sender = sender;
    this.defaults = defaults;
    this.answers = answers;
  }

  /** The handler of the waits that are written in one form. */
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
    WaitOptions terms = WaitOptions.of(query, request, defaults);
    Wait early = registry.settledAlready(condition, terms.timeout(), terms.caller());
    if (early != null) {
      return answers.of(early, terms);
    }
    AsyncContext async = Async.start(request, response);
    AnswerSender.Parked answering = sender.park(async);
    ParkedRequest parked = new ParkedRequest(registry, async, answering, answers, terms);
    parked.guard();
    Wait wait = registry.await(condition, terms.timeout(), terms.caller(), parked);
    if (wait.parked()) {
      parked.parkedAs(wait);
    } else {
      answering.send(answers.of(wait, terms));
    }
    return null;
  }
}
