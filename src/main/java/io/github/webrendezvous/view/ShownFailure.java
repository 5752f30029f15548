package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.KeyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page and the status show in one row: a key that was signalled as failed, or a wait that
 * timed out, with everything that it missed.
 *
 * @param at the wall-clock time
 * @param waited how long the wait took; null for a key that was signalled as failed
 * @param caller of the wait; empty for a key that was signalled as failed
 * @param whole the wait, if it had several terms
 * @param parts what has failed, or was missing; at least one
 */
public record ShownFailure(
    Instant at,
    @Nullable Duration waited,
    String caller,
    KeyStatus.@Nullable Whole whole,
    List<Part> parts) {
  /**
   * One key or target that has failed, or was missing.
   *
   * @param why what was missing, or the reason of the failure; empty if it was not said
   * @param key whether the path is a key, which can be reset
   */
  public record Part(String path, String why, boolean key) {}

  /** One for each failed key, and one for each wait that timed out; the newest first. */
  public static List<ShownFailure> of(List<KeyStatus> statuses) {
    List<ShownFailure> failures = new ArrayList<>();
    Map<KeyStatus.Whole, ShownFailure> waits = new HashMap<>();
    for (KeyStatus status : statuses) {
      KeyStatus.Failure failure = status.failure();
      if (failure != null) {
        String reason = failure.reason() == null ? "" : failure.reason().toString();
        ShownFailure shown = new ShownFailure(failure.at(), null, "", null, new ArrayList<>());
        shown.add(status, reason);
        failures.add(shown);
      }
      KeyStatus.Timeout timeout = status.timeout();
      if (timeout != null) {
        KeyStatus.Whole whole = timeout.whole();
        ShownFailure shown = whole == null ? null : waits.get(whole);
        if (shown == null) {
          shown = timedOut(timeout);
          failures.add(shown);
        }
        shown.add(status, timeout.why());
        if (whole != null) {
          waits.put(whole, shown);
        }
      }
    }
    failures.sort(Comparator.comparing(ShownFailure::at).reversed());
    return failures;
  }

  private static ShownFailure timedOut(KeyStatus.Timeout timeout) {
    return new ShownFailure(
        timeout.at(), timeout.waited(), timeout.caller(), timeout.whole(), new ArrayList<>());
  }

  private void add(KeyStatus status, String why) {
    parts.add(new Part(status.path(), why, status instanceof KeyStatus.OfKey));
  }

  /** The key or target, or how many of several the wait needed. */
  public String name() {
    return whole == null ? parts.get(0).path() : whole.inWords();
  }
}
