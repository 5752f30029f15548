package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Cycle;
import io.github.webrendezvous.rendezvous.Limit;
import io.github.webrendezvous.rendezvous.Missing;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.TermState;
import io.github.webrendezvous.rendezvous.Truncated;
import io.github.webrendezvous.rendezvous.Value;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.view.LimitWords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Makes the answers to settled waits. Thread-safe. */
public final class WaitAnswers {
  /** For this long after a start, earlier signals have probably been lost. */
  static final Duration YOUNG = Duration.ofMinutes(1);

  /** Reasons up to this size in bytes are always sent completely. */
  private static final int SHORT_REASON = 2 * 1_024;

  /**
   * The bytes of values of several terms in one answer; of further values only the size is sent.
   */
  private static final int MOST_BYTES_OF_VALUES = 256 * 1_024;

  /** Counts the ids of arrivals that an answer may still list. */
  private static final class IdsLeft {
    private int left = 100;

    boolean takeOne() {
      return left-- > 0;
    }
  }

  private final Budget room;
  private final Clock clock;
  private final boolean forgets;
  private final long startNanos;

  /**
   * Made when the service starts.
   *
   * @param room the bytes of long answers that clients may be reading at the same time
   * @param forgets whether earlier signals are lost when the service starts
   */
  public WaitAnswers(Budget room, Clock clock, boolean forgets) {
    this.room = room;
    this.clock = clock;
    this.forgets = forgets;
    startNanos = clock.nanos();
  }

  /** Makes the answer. */
  Answer of(Wait wait, WaitOptions terms) {
    Answer answer =
        answer(wait, terms).with("Server-Timing", "wait;dur=" + milliseconds(wait.lasted()));
    return terms.preferred() == null
        ? answer
        : answer.with("Preference-Applied", "wait=" + terms.preferred().toSeconds());
  }

  private Answer answer(Wait wait, WaitOptions terms) {
    Outcome outcome = wait.outcome();
    if (outcome instanceof Outcome.Released released) {
      return terms.raw() ? Values.raw(released.value()) : released(wait, released, terms);
    }
    if (outcome instanceof Outcome.TimedOut timedOut) {
      Answer answer = timedOut(wait, timedOut, terms);
      return terms.onTimeout() == 503 ? answer.retryLater() : answer;
    }
    if (outcome instanceof Outcome.Failed failed) {
      return ended(wait, 424, "Failed", failed.path(), failed.reason(), terms);
    }
    if (outcome instanceof Outcome.Denied denied) {
      return denied(wait, denied, terms);
    }
    if (outcome instanceof Outcome.InCycle inCycle) {
      return inCycle(wait, inCycle.cycle(), terms);
    }
    if (outcome instanceof Outcome.Reset reset) {
      return ended(wait, 410, "Reset", reset.path(), null, terms);
    }
    if (outcome instanceof Outcome.NoRoom noRoom) {
      return noRoom(noRoom.limit());
    }
    return Answer.error(503, "Shutting down").retryLater();
  }

  /** The answer to a wait for which a limit leaves no room. */
  static Answer noRoom(Limit limit) {
    String words = LimitWords.of(limit);
    return limit.kind() == Limit.Kind.WAITS_OF_CALLER
        ? Answer.error(429, words).retryLater()
        : Answer.noRoom(words);
  }

  private static Answer released(Wait wait, Outcome.Released released, WaitOptions asked) {
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
          writeTerms(wait, asked, json);
        });
  }

  private static byte[] released(Value value) {
    return Answer.okBody(json -> Values.write("value", value, json));
  }

  private Answer ended(
      Wait wait, int status, String error, String path, @Nullable Value reason, WaitOptions asked) {
    String detail = error + ": " + path + (reason == null ? "" : ", " + reason);
    // Thousands of waits may get the same long reason, each in its own answer.
    int size = reason == null || reason.size() <= SHORT_REASON ? 0 : reason.size();
    boolean whole = size == 0 || room.take(size);
    Answer answer =
        Answer.error(
            status,
            error,
            detail,
            json -> {
              json.writeStringProperty("condition", path);
              if (reason != null && whole) {
                Values.write("reason", reason, json);
              } else if (reason != null) {
                json.writeStringProperty("reason", reason.toString());
                json.writeNumberProperty("reason_bytes", reason.size());
              }
              writeWaited(wait, json);
              writeTerms(wait, asked, json);
            });
    return size > 0 && whole ? answer.whenDone(() -> room.giveBack(size)) : answer;
  }

  private static Answer inCycle(Wait wait, Cycle cycle, WaitOptions asked) {
    String words = Truncated.of("This wait waits for itself: " + cycle.inWords());
    return Answer.error(
        409,
        words,
        words,
        json -> {
          json.writeArrayPropertyStart("cycle");
          for (Cycle.Link link : cycle.links()) {
            json.writeStartObject();
            json.writeStringProperty("caller", link.caller());
            json.writeStringProperty("waits_for", link.key());
            json.writeEndObject();
          }
          json.writeEndArray();
          writeWaited(wait, json);
          writeTerms(wait, asked, json);
        });
  }

  private static Answer denied(Wait wait, Outcome.Denied denied, WaitOptions asked) {
    return Answer.error(
        403,
        denied.why(),
        denied.why(),
        json -> {
          json.writeStringProperty("condition", denied.path());
          writeWaited(wait, json);
          writeTerms(wait, asked, json);
        });
  }

  private Answer timedOut(Wait wait, Outcome.TimedOut timedOut, WaitOptions asked) {
    IdsLeft ids = new IdsLeft();
    return Answer.error(
        asked.onTimeout(),
        "Timeout",
        Truncated.of("Timeout: " + wait.condition().path() + ", " + timedOut.inWords()),
        json -> {
          writeWaited(wait, json);
          json.writeArrayPropertyStart("missing");
          for (Missing missing : timedOut.missing()) {
            json.writeStartObject();
            write(missing, ids, json);
            json.writeEndObject();
          }
          json.writeEndArray();
          writeHint(timedOut.missing(), json);
          writeTerms(wait, asked, json);
        });
  }

  /**
   * Tells a client that waits for a key that a service that has just started does not know earlier
   * signals.
   */
  private void writeHint(List<Missing> missing, JsonGenerator json) {
    Duration age = Duration.ofNanos(clock.nanos() - startNanos);
    if (forgets
        && age.compareTo(YOUNG) < 0
        && missing.stream().anyMatch(WaitAnswers::mayHaveBeenSignalledBefore)) {
      json.writeStringProperty(
          "hint",
          "this service started " + age.toSeconds() + " s ago and knows no earlier signals");
    }
  }

  private static boolean mayHaveBeenSignalledBefore(Missing missing) {
    return missing.isOfKey() && missing.similar().isEmpty();
  }

  /** The outcome of each of several terms; nothing for a single term. */
  private static void writeTerms(Wait wait, WaitOptions asked, JsonGenerator json) {
    List<TermState> states = wait.terms();
    if (states.isEmpty()) {
      return;
    }
    int left = asked.values() ? MOST_BYTES_OF_VALUES : 0;
    json.writeArrayPropertyStart("terms");
    for (TermState state : states) {
      json.writeStartObject();
      json.writeStringProperty("condition", state.term().path());
      if (state.term() instanceof Condition.Signalled signalled && signalled.count() > 1) {
        json.writeNumberProperty("count", signalled.count());
      }
      json.writeStringProperty("outcome", inWords(state.outcome()));
      if (state.outcome() instanceof Outcome.Released released) {
        left -= writeValue(released.value(), left, asked, json);
        writeBecause(released, json);
      } else if (state.outcome() instanceof Outcome.Failed failed && failed.reason() != null) {
        json.writeStringProperty("reason", failed.reason().toString());
      } else if (state.outcome() instanceof Outcome.Denied denied) {
        json.writeStringProperty("reason", denied.why());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the value of a term, if it is requested and fits; returns its size then, else 0. */
  private static int writeValue(
      @Nullable Value value, int left, WaitOptions asked, JsonGenerator json) {
    if (value == null || !asked.values()) {
      return 0;
    }
    if (value.size() > left) {
      json.writeNumberProperty("value_bytes", value.size());
      return 0;
    }
    Values.write("value", value, json);
    return value.size();
  }

  private static void writeBecause(Outcome.Released released, JsonGenerator json) {
    if (released.because() != null) {
      json.writeStringProperty("because", released.because());
    }
  }

  private static void writeWaited(Wait wait, JsonGenerator json) {
    json.writeNumberProperty("waited", wait.lasted().toMillis() / 1_000.0);
  }

  private static void write(Missing missing, IdsLeft ids, JsonGenerator json) {
    json.writeStringProperty("condition", missing.path());
    if (missing instanceof Missing.NoSuccess looked) {
      json.writeNumberProperty("attempts", looked.look().attempts());
      json.writeStringProperty("last_error", looked.look().lastErrorInWords());
    } else {
      json.writeStringProperty("reason", Truncated.of(missing.inWords()));
    }
    if (missing instanceof Missing.TooFew few) {
      json.writeNumberProperty("arrivals", few.arrivals());
      json.writeNumberProperty("count", few.count());
      json.writeArrayPropertyStart("ids");
      few.ids().stream().filter(id -> ids.takeOne()).forEach(json::writeString);
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
    if (ofTerm instanceof Outcome.Denied) {
      return "denied";
    }
    if (ofTerm instanceof Outcome.InCycle) {
      return "in a cycle";
    }
    return ofTerm instanceof Outcome.Reset ? "reset" : "timed out";
  }

  private static String milliseconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos() / 1_000, 3).toPlainString();
  }
}
