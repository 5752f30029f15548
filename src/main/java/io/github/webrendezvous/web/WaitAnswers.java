package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Missing;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.TermState;
import io.github.webrendezvous.rendezvous.Value;
import io.github.webrendezvous.rendezvous.Wait;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
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
      return terms.raw() ? Values.raw(released.value()) : released(wait, released);
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

  private static Answer released(Wait wait, Outcome.Released released) {
    Value value = released.value();
    if (wait.terms().isEmpty() && released.because() == null) {
      return value == null ? Answer.ok() : Answer.ok(value.shownAs(WaitAnswers::released));
    }
    return Answer.ok(
        json -> {
          if (value != null) {
            Values.write("value", value, json);
          }
          writeBecause(released, json);
          Condition first = wait.firstThatHolds();
          if (first != null) {
            json.writeStringProperty("first", first.path());
          }
          writeTerms(wait, json);
        });
  }

  private static byte[] released(Value value) {
    return Answer.okBody(json -> Values.write("value", value, json));
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
          writeTerms(wait, json);
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
          writeTerms(wait, json);
        });
  }

  /** How each of several terms ended; nothing where there is but one. */
  private static void writeTerms(Wait wait, JsonGenerator json) {
    List<TermState> states = wait.terms();
    if (states.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("terms");
    for (TermState state : states) {
      json.writeStartObject();
      json.writeStringProperty("condition", state.term().path());
      if (state.term() instanceof Condition.Signalled signalled && signalled.count() > 1) {
        json.writeNumberProperty("count", signalled.count());
      }
      write(state.outcome(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(@Nullable Outcome outcome, JsonGenerator json) {
    json.writeStringProperty("outcome", inWords(outcome));
    if (outcome instanceof Outcome.Released released && released.value() != null) {
      Values.write("value", released.value(), json);
    } else if (outcome instanceof Outcome.Released released) {
      writeBecause(released, json);
    } else if (outcome instanceof Outcome.Failed failed && failed.reason() != null) {
      Values.write("reason", failed.reason(), json);
    }
  }

  private static void writeBecause(Outcome.Released released, JsonGenerator json) {
    if (released.because() != null) {
      json.writeStringProperty("because", released.because());
    }
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

  private static String inWords(@Nullable Outcome ofTerm) {
    if (ofTerm == null) {
      return "undecided";
    }
    if (ofTerm instanceof Outcome.Released) {
      return "released";
    }
    if (ofTerm instanceof Outcome.Failed) {
      return "failed";
    }
    return ofTerm instanceof Outcome.Reset ? "reset" : "timed out";
  }

  private static String milliseconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos() / 1_000, 3).toPlainString();
  }
}
