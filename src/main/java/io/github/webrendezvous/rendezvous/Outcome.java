package io.github.webrendezvous.rendezvous;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a wait ended. Immutable. */
public sealed interface Outcome {
  /** What the journal records of it besides its kind; null if nothing. */
  Event.@Nullable Detail detail();

  /** Released, without a value. */
  Outcome RELEASED = new Released(null);

  /**
   * The condition held.
   *
   * @param value the value of the signal; null if there is none
   * @param because why it counts as fulfilled, if that is not obvious; else null
   */
  record Released(@Nullable Value value, @Nullable String because) implements Outcome {
    public Released(@Nullable Value value) {
      this(value, null);
    }

    @Override
    public Event.@Nullable Detail detail() {
      return null;
    }
  }

  /** The deadline came first; at least one condition was missing. */
  record TimedOut(List<Missing> missing) implements Outcome {
    public TimedOut {
      missing = List.copyOf(missing);
    }

    /** One condition was missing. */
    public TimedOut(Missing missing) {
      this(List.of(missing));
    }

    @Override
    public Event.Detail detail() {
      return Event.Missed.of(parts());
    }

    /** All that was missing, for people. */
    public String inWords() {
      return Event.Missed.inWords(parts());
    }

    private List<Event.Missed.Part> parts() {
      return missing.stream()
          .map(each -> new Event.Missed.Part(each.path(), each.inWords()))
          .toList();
    }
  }

  /**
   * The key was signalled as failed.
   *
   * @param path which key
   * @param reason why; null if it was not said
   */
  record Failed(String path, @Nullable Value reason) implements Outcome {
    @Override
    public Event.@Nullable Detail detail() {
      return reason == null ? null : new Event.Text(reason.toString());
    }
  }

  /**
   * The key was reset.
   *
   * @param path which key
   */
  record Reset(String path) implements Outcome {
    @Override
    public Event.@Nullable Detail detail() {
      return null;
    }
  }

  /**
   * It waited for a key that can only be signalled after it has ended.
   *
   * @param cycle begins with its own caller
   */
  record InCycle(Cycle cycle) implements Outcome {
    @Override
    public Event.Detail detail() {
      return new Event.Text(cycle.inWords());
    }
  }

  /**
   * The target must not be probed.
   *
   * @param path which target
   * @param why names the rule
   */
  record Denied(String path, String why) implements Outcome {
    @Override
    public Event.Detail detail() {
      return new Event.Text(why);
    }
  }

  /**
   * It would have to wait, but there is no room for it.
   *
   * @param limit which is reached
   */
  record NoRoom(Limit limit) implements Outcome {
    @Override
    public Event.Detail detail() {
      return new Event.LimitReached(limit);
    }
  }

  /** The service is shutting down. */
  record ShutDown() implements Outcome {
    @Override
    public Event.@Nullable Detail detail() {
      return null;
    }
  }

  /** The client is gone. */
  record Gone() implements Outcome {
    @Override
    public Event.@Nullable Detail detail() {
      return null;
    }
  }
}
