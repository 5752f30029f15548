package io.github.webrendezvous.web;

import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.view.ShownFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A row of the home page about a failure. Immutable. */
public final class FailedRow {
  /** Longer texts are folded; in characters. */
  private static final int LONG_TEXT = 160;

  private final ShownFailure failure;
  private final HomePage.Time when;
  private final List<Part> parts;

  FailedRow(ShownFailure failure, Instant now) {
    this.failure = failure;
    when = HomePage.Time.ago(failure.at(), now);
    parts = failure.parts().stream().map(Part::new).toList();
  }

  /** The same for the same failure each time. */
  public String getId() {
    return failure.whole() == null
        ? getName() + " " + getWhat()
        : Integer.toHexString(System.identityHashCode(failure.whole()));
  }

  /** The key or target, or how many of several the wait needed. */
  public String getName() {
    return failure.name();
  }

  /** Whether the wait had several terms. */
  public boolean isSeveral() {
    return failure.whole() != null;
  }

  public HomePage.Time getWhen() {
    return when;
  }

  public String getWhat() {
    Duration waited = failure.waited();
    return waited == null ? "signalled as failed" : "waited " + Durations.format(waited);
  }

  public String getCaller() {
    return failure.caller();
  }

  /** What has failed, or was missing. */
  public List<Part> getParts() {
    return parts;
  }

  /** One key or target that has failed, or was missing. Immutable. */
  public static final class Part {
    private final ShownFailure.Part part;

    Part(ShownFailure.Part part) {
      this.part = part;
    }

    public String getPath() {
      return part.path();
    }

    public String getWhy() {
      return part.why();
    }

    /** Whether the path is a key, which can be reset. */
    public boolean isKey() {
      return part.key();
    }

    /** Whether the text is so long that the page folds it. */
    public boolean isLong() {
      return part.why().length() > LONG_TEXT;
    }

    /** The beginning of the text. */
    public String getBeginning() {
      String why = part.why();
      int end = Math.min(LONG_TEXT, why.length());
      boolean cuts = end < why.length() && Character.isHighSurrogate(why.charAt(end - 1));
      return why.substring(0, cuts ? end - 1 : end) + "…";
    }
  }
}
