package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Limit;
import io.github.webrendezvous.rendezvous.Limits;
import org.jspecify.annotations.Nullable;

/** Limits in words, with the settings that they come from. */
public final class LimitWords {
  private LimitWords() {}

  /** {@code Wait limit reached (maxWaits=3)}. */
  public static String of(Limit limit) {
    return switch (limit.kind()) {
      case WAITS -> "Wait limit reached (maxWaits=" + limit.most() + ")";
      case TERMS ->
          "Term limit reached ("
              + Limits.TERMS_PER_WAIT
              + " for each wait, maxWaits="
              + limit.most()
              + ")";
      case WAITS_OF_CALLER ->
          "Wait limit of one caller reached (maxWaitsPerCaller=" + limit.most() + ")";
      case TARGETS -> "Target limit reached (maxTargets=" + limit.most() + ")";
      case KEYS -> "Key limit reached (maxKeys=" + limit.most() + ")";
      case VALUE_BYTES -> "Value limit reached (maxValueBytes=" + limit.most() + ")";
    };
  }

  /** The detail of an event, for people; null if it has none. */
  public static @Nullable String detail(Event event) {
    Event.Detail detail = event.detail();
    if (detail == null) {
      return null;
    }
    return detail instanceof Event.LimitReached reached ? of(reached.limit()) : detail.inWords();
  }
}
