package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.LongAnswers;
import io.github.webrendezvous.http.Accept;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Announced;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.view.Visible;
import io.github.webrendezvous.view.WaitNode;
import io.github.webrendezvous.view.WaitTrees;
import io.github.webrendezvous.view.WhyText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /_why}: what waits depend on, as text for a terminal, or as JSON if the client accepts
 * only that. Thread-safe.
 */
public final class WhyHandler {
  private final Registry registry;
  private final Clock clock;
  private final LongAnswers longAnswers;

  /**
   * @param room the bytes of long answers that clients may be reading at the same time
   */
  public WhyHandler(Registry registry, Clock clock, Budget room) {
    this.registry = registry;
    this.clock = clock;
    longAnswers = new LongAnswers(room);
  }

  /** Every wait. */
  Answer all(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    return answer(new WaitTrees(registry).all(), "Nobody is waiting.", request);
  }

  /** The waits of one caller, or for one key. */
  Answer one(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    String name = String.join("/", path.afterFirst());
    if (name.isEmpty()) {
      throw new BadRequestException(
          "The name of a caller is missing: write, for example, /_why/app");
    }
    return answer(
        new WaitTrees(registry).of(name),
        "No caller named " + Visible.of(name) + " is waiting, and nobody waits for that key.",
        request);
  }

  private Answer answer(List<WaitNode> trees, String ifNone, HttpServletRequest request) {
    if (Accept.json(request)) {
      byte[] body = Answer.okBody(json -> write("waits", trees, json));
      return longAnswers.withRoom(body, Answer.ok(body).with("Vary", "Accept"));
    }
    String text = trees.isEmpty() ? ifNone + "\n" : WhyText.of(trees, clock.now());
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return longAnswers.withRoom(
        body, Answer.of(200, "text/plain;charset=utf-8", body).with("Vary", "Accept"));
  }

  private void write(String name, List<WaitNode> nodes, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    nodes.forEach(node -> write(node, json));
    json.writeEndArray();
  }

  private void write(WaitNode node, JsonGenerator json) {
    Wait wait = node.of();
    json.writeStartObject();
    json.writeStringProperty("caller", wait.caller().name());
    json.writeStringProperty("condition", wait.condition().path());
    json.writeStringProperty("since", wait.since().toString());
    json.writeNumberProperty("left", Math.max(0, wait.left().toMillis()) / 1_000.0);
    if (node.rest() == WaitNode.Rest.ABOVE) {
      json.writeBooleanProperty("shown_above", true);
    } else if (node.rest() == WaitNode.Rest.LEFT_OUT) {
      json.writeBooleanProperty("left_out", true);
    } else {
      json.writeArrayPropertyStart("terms");
      for (WaitNode.TermNode term : node.terms()) {
        json.writeStartObject();
        json.writeStringProperty("condition", term.path());
        json.writeBooleanProperty("holds", term.holds());
        json.writeStringProperty("state", term.state());
        if (term.untilNext() != null) {
          json.writeNumberProperty("next_attempt_in", term.untilNext().toMillis() / 1_000.0);
        }
        if (!term.announcers().isEmpty()) {
          json.writeArrayPropertyStart("announced_by");
          term.announcers().forEach(announcer -> write(announcer, json));
          json.writeEndArray();
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void write(WaitNode.AnnouncerNode node, JsonGenerator json) {
    Announced announced = node.announced();
    WaitNode wait = node.lasting();
    if (wait != null) {
      write(wait, json);
      return;
    }
    json.writeStartObject();
    json.writeStringProperty("caller", announced.caller().name());
    json.writeStringProperty("ended", announced.ended() == null ? "" : announced.ended().words());
    json.writeStringProperty("at", announced.at().toString());
    json.writeEndObject();
  }
}
