package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /{key}} and every other form of a wait: parks the request until it is settled.
 * Thread-safe.
 */
final class WaitHandler {
  private final Registry registry;
  private final Conditions conditions;
  private final WaitTerms.Defaults defaults;

  WaitHandler(Registry registry, Conditions conditions, WaitTerms.Defaults defaults) {
    this.registry = registry;
    this.conditions = conditions;
    this.defaults = defaults;
  }

  void handle(RequestPath path, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    WaitForm form = conditions.form(path);
    Query query = Query.read(request, form.parameters());
    Condition condition = form.read(path, query);
    WaitTerms terms = WaitTerms.of(query, request, defaults);
    Wait early = registry.settledAlready(condition, terms.timeout(), terms.caller());
    if (early != null) {
      WaitAnswers.of(early, terms).write(request, response);
      return;
    }
    AsyncContext async = request.startAsync(request, response);
    ParkedRequest parked = new ParkedRequest(registry, async, terms);
    parked.guard();
    Wait wait = registry.await(condition, terms.timeout(), terms.caller(), parked);
    if (wait.parked()) {
      parked.parkedAs(wait);
    } else {
      parked.answerAtOnce(wait);
    }
  }
}
