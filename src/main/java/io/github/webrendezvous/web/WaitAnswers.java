package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Missing;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Value;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What a settled wait is answered with. */
final class WaitAnswers {
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
    if (outcome instanceof Outcome.Released released) {
      return terms.raw() ? Values.raw(released.value()) : Values.inJson(released.value());
    }
    if (outcome instanceof Outcome.TimedOut timedOut) {
      Answer answer = timedOut(wait, timedOut, terms.onTimeout());
      return terms.onTimeout() == 503 ? answer.retryLater() : answer;
    }
    if (outcome instanceof Outcome.Failed failed) {
      return ended(wait, 424, "Failed", failed.path(), failed.reason());
    }
    if (outcome instanceof Outcome.Reset reset) {
      return ended(wait, 410, "Reset", reset.path(), null);
    }
    if (outcome instanceof Outcome.NoRoom noRoom) {
      return Answer.noRoom(noRoom.limit());
    }
    return Answer.error(503, "Shutting down").retryLater();
  }

  private static Answer ended(
      Wait wait, int status, String error, String path, @Nullable Value reason) {
    String detail = error + ": " + path + (reason == null ? "" : ", " + reason);
    return Answer.error(
        status,
        error,
        detail,
        json -> {
          json.writeStringProperty("condition", path);
          if (reason != null) {
            Values.write("reason", reason, json);
          }
          writeWaited(wait, json);
        });
  }

  private static Answer timedOut(Wait wait, Outcome.TimedOut timedOut, int status) {
    return Answer.error(
        status,
        "Timeout",
        "Timeout: " + wait.condition().path() + ", " + timedOut.inWords(),
        json -> {
          writeWaited(wait, json);
          json.writeArrayPropertyStart("missing");
          for (Missing missing : timedOut.missing()) {
            json.writeStartObject();
            write(missing, json);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeWaited(Wait wait, JsonGenerator json) {
    json.writeNumberProperty("waited", wait.lasted().toMillis() / 1_000.0);
  }

  private static void write(Missing missing, JsonGenerator json) {
    json.writeStringProperty("condition", missing.path());
    if (missing instanceof Missing.NoSuccess looked) {
      json.writeNumberProperty("attempts", looked.look().attempts());
      json.writeStringProperty("last_error", looked.look().lastErrorInWords());
    } else {
      json.writeStringProperty("reason", missing.inWords());
    }
    if (missing instanceof Missing.TooFew few) {
      json.writeNumberProperty("arrivals", few.arrivals());
      json.writeNumberProperty("count", few.count());
      json.writeArrayPropertyStart("ids");
      few.ids().forEach(json::writeString);
      json.writeEndArray();
    }
    if (!missing.similar().isEmpty()) {
      json.writeArrayPropertyStart("did_you_mean");
      missing.similar().forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
  }
}
