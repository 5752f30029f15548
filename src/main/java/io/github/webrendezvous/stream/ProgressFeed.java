package io.github.webrendezvous.stream;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.view.WaitNode;
import io.github.webrendezvous.view.WaitTrees;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The progress of one wait: what is missing, each time that this changes, and its outcome as the
 * last event.
 */
public final class ProgressFeed implements Feed {
  private final Registry registry;
  private final Runnable whenEnded;

  /** Null until the wait has begun; written once. */
  private volatile @Nullable Wait wait;

  /** Makes the last event; null until it is known; written once, before the stream is told. */
  private volatile @Nullable Supplier<Answer> outcome;

  private String sentBefore = "";
  private boolean isOver;

  /**
   * @param whenEnded is called once, when the stream has ended
   */
  public ProgressFeed(Registry registry, Runnable whenEnded) {
    this.registry = registry;
    this.whenEnded = whenEnded;
  }

  /** The wait has begun. */
  public void begun(Wait begun) {
    wait = begun;
  }

  /** The outcome is known. */
  public void settled(Supplier<Answer> answer) {
    outcome = answer;
  }

  @Override
  public byte @Nullable [] next(int most) {
    Supplier<Answer> known = outcome;
    if (known != null) {
      isOver = true;
      Answer answer = known.get();
      try {
        return EventFormat.SSE.message("outcome", "", answer.body());
      } finally {
        answer.end();
      }
    }
    Wait begun = wait;
    // A wait that is settled has its answer in a moment.
    return begun == null || begun.outcome() != null ? null : missing(begun);
  }

  private byte @Nullable [] missing(Wait begun) {
    List<KeyStatus> statuses =
        begun.condition().leaves().stream()
            .map(Condition::path)
            .distinct()
            .map(registry::status)
            .filter(Objects::nonNull)
            .toList();
    WaitNode node = new WaitTrees(registry, statuses).alone(begun);
    String reason = node.reason();
    if (reason.equals(sentBefore)) {
      return null;
    }
    sentBefore = reason;
    return EventFormat.SSE.message("waiting", "", Json.line(json -> write(node, json)));
  }

  private static void write(WaitNode node, JsonGenerator json) {
    json.writeStringProperty("condition", node.of().condition().path());
    json.writeNumberProperty("left", Math.max(0, node.of().left().toMillis()) / 1_000.0);
    json.writeArrayPropertyStart("missing");
    for (WaitNode.TermNode term : node.missing()) {
      json.writeStartObject();
      json.writeStringProperty("condition", term.path());
      json.writeStringProperty("state", term.state());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  /** If the wait lasts, nobody reads its outcome any more. */
  @Override
  public void ended() {
    Wait begun = wait;
    if (begun != null) {
      begun.cancel(new Outcome.Gone());
    }
    whenEnded.run();
  }
}
