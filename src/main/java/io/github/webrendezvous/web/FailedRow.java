package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.settings.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the home page about a failure: a key that was signalled as failed, or a wait that timed
 * out, with everything that it missed. Not thread-safe.
 */
public final class FailedRow {
  /** Longer texts are folded; in characters. */
  private static final int LONG_TEXT = 160;

  private final Instant at;
  private final HomePage.Time when;
  private final String what;
  private final String caller;
  private final KeyStatus.@Nullable Whole whole;
  private final List<Part> parts = new ArrayList<>();

  private FailedRow(
      Instant at, Instant now, String what, String caller, KeyStatus.@Nullable Whole whole) {
    this.at = at;
    this.when = HomePage.Time.ago(at, now);
    this.what = what;
    this.caller = caller;
    this.whole = whole;
  }

  /** One row for each failed key, and one for each wait that timed out; the newest first. */
  static List<FailedRow> of(List<KeyStatus> statuses, Instant now) {
    List<FailedRow> rows = new ArrayList<>();
    Map<KeyStatus.Whole, FailedRow> waits = new HashMap<>();
    for (KeyStatus status : statuses) {
      KeyStatus.Failure failure = status.failure();
      if (failure != null) {
        FailedRow row = new FailedRow(failure.at(), now, "signalled as failed", "", null);
        row.add(status, failure.reason() == null ? "" : failure.reason().toString());
        rows.add(row);
      }
      KeyStatus.Timeout timeout = status.timeout();
      if (timeout != null) {
        KeyStatus.Whole whole = timeout.whole();
        FailedRow row = whole == null ? null : waits.get(whole);
        if (row == null) {
          row = timedOut(timeout, now);
          rows.add(row);
        }
        row.add(status, timeout.why());
        if (whole != null) {
          waits.put(whole, row);
        }
      }
    }
    rows.sort(Comparator.comparing((FailedRow row) -> row.at).reversed());
    return rows;
  }

  private static FailedRow timedOut(KeyStatus.Timeout timeout, Instant now) {
    return new FailedRow(
        timeout.at(),
        now,
        "waited " + Durations.format(timeout.waited()),
        timeout.caller(),
        timeout.whole());
  }

  private void add(KeyStatus status, String why) {
    parts.add(new Part(status.path(), why, status instanceof KeyStatus.OfKey));
  }

  /** The same for the same failure each time. */
  public String getId() {
    return whole == null
        ? parts.get(0).path + " " + what
        : Integer.toHexString(System.identityHashCode(whole));
  }

  /** The key or target, or how many of several the wait needed. */
  public String getName() {
    return whole == null ? parts.get(0).path : whole.inWords();
  }

  /** Whether the wait had several terms. */
  public boolean isSeveral() {
    return whole != null;
  }

  public HomePage.Time getWhen() {
    return when;
  }

  public String getWhat() {
    return what;
  }

  public String getCaller() {
    return caller;
  }

  /** What has failed, or was missing. */
  public List<Part> getParts() {
    return parts;
  }

  /** One key or target that has failed, or was missing. Immutable. */
  public static final class Part {
    private final String path;
    private final String why;
    private final boolean key;

    Part(String path, String why, boolean key) {
      this.path = path;
      this.why = why;
      this.key = key;
    }

    public String getPath() {
      return path;
    }

    public String getWhy() {
      return why;
    }

    /** Whether the path is a key, which can be reset. */
    public boolean isKey() {
      return key;
    }

    /** Whether the text is so long that the page folds it. */
    public boolean isLong() {
      return why.length() > LONG_TEXT;
    }

    /** The beginning of the text. */
    public String getBeginning() {
      int end = Math.min(LONG_TEXT, why.length());
      boolean cuts = end < why.length() && Character.isHighSurrogate(why.charAt(end - 1));
      return why.substring(0, cuts ? end - 1 : end) + "…";
    }
  }
}
