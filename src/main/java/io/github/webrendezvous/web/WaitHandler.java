package io.github.webrendezvous.web;

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
final class WaitHandler {
  private final Registry registry;
  private final AnswerSender sender;
  private final Conditions conditions;
  private final WaitTerms.Defaults defaults;
  private final WaitAnswers answers;

  WaitHandler(
      Registry registry,
      AnswerSender sender,
      Conditions conditions,
      WaitTerms.Defaults defaults,
      WaitAnswers answers) {
    this.registry = registry;
    this.sender = sender;
    this.conditions = conditions;
    this.defaults = defaults;
    this.answers = answers;
  }

  /** Returns the answer, or null if the request is parked and is answered later. */
  @Nullable Answer handle(
      RequestPath path, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    WaitForm form = conditions.form(path);
    Query query = Query.read(request, form.parameters());
    Condition condition = form.read(path, query);
    WaitTerms terms = WaitTerms.of(query, request, defaults);
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
