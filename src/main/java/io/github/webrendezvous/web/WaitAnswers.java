package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Missing;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What a settled wait is answered with. */
final class WaitAnswers {
  private static final String RETRY_AFTER_SECONDS = "1";

  private WaitAnswers() {}

  static Answer of(Wait wait, WaitTerms terms) {
    Answer answer =
        answer(wait, terms).with("Server-Timing", "wait;dur=" + milliseconds(wait.lasted()));
    return terms.preferred() == null
        ? answer
        : answer.with("Preference-Applied", "wait=" + terms.preferred().toSeconds());
  }

  private static Answer answer(Wait wait, WaitTerms terms) {
    Outcome outcome = wait.outcome();
    if (outcome instanceof Outcome.Released) {
      return Answer.ok();
    }
    if (outcome instanceof Outcome.TimedOut timedOut) {
      Answer answer = timedOut(wait, timedOut.missing(), terms.onTimeout());
      return terms.onTimeout() == 503 ? retryLater(answer) : answer;
    }
    return retryLater(Answer.error(503, "Shutting down"));
  }

  private static Answer retryLater(Answer answer) {
    return answer.with("Retry-After", RETRY_AFTER_SECONDS);
  }

  private static Answer timedOut(Wait wait, Missing missing, int status) {
    return Answer.json(
        status,
        Json.line(
            json -> {
              json.writeBooleanProperty("ok", false);
              json.writeStringProperty("error", "Timeout");
              json.writeNumberProperty("waited", wait.lasted().toMillis() / 1_000.0);
              json.writeArrayPropertyStart("missing");
              json.writeStartObject();
              write(missing, json);
              json.writeEndObject();
              json.writeEndArray();
            }));
  }

  private static void write(Missing missing, JsonGenerator json) {
    json.writeStringProperty("condition", missing.path());
    if (missing instanceof Missing.NoSuccess looked) {
      json.writeNumberProperty("attempts", looked.look().attempts());
      json.writeStringProperty("last_error", looked.look().lastErrorInWords());
    } else {
      json.writeStringProperty("reason", missing.inWords());
    }
  }

  private static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
  }
}
