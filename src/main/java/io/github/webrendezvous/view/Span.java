package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One wait in a timeline. Immutable.
 *
 * @param number of the event of its end, as in {@link Mark}; while it lasts, the highest number
 * @param caller who waited
 * @param path of its condition
 * @param terms the keys and targets of its condition
 * @param count how many arrivals it was for, if it has one term; otherwise 1
 * @param from when it began
 * @param to when it ended; now, if it lasts
 * @param ended how it ended; null if it lasts
 * @param detail why, in words; empty if there is nothing to say
 * @param missing what it missed when it timed out, or misses now; null if nothing
 */
public record Span(
    long number,
    Caller caller,
    String path,
    List<String> terms,
    long count,
    Instant from,
    Instant to,
    Event.@Nullable What ended,
    String detail,
    Event.@Nullable Missed missing) {
  public Span {
    terms = List.copyOf(terms);
  }

  public Duration lasted() {
    return Duration.between(from, to);
  }

  public boolean isReleased() {
    return ended == Event.What.RELEASED;
  }

  Ending ending() {
    if (isReleased()) {
      return Ending.RELEASED;
    }
    return ended == null ? Ending.NONE : Ending.OTHER;
  }

  /** How it ended, or that it lasts. */
  public String outcome() {
    return ended == null ? Ending.NONE.words : ended.words();
  }

  /** Whether it waits for one of these keys or targets, or its caller will signal one of them. */
  boolean concernsAny(Predicate<String> paths) {
    return terms.stream().anyMatch(paths) || announcesAny(paths);
  }

  /** Whether its caller has announced that it will signal one of these keys. */
  boolean announcesAny(Predicate<String> keys) {
    return caller.willSignal().stream().anyMatch(each -> keys.test(each.name()));
  }
}
