package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last page that was rendered, for the many who fetch it again as something has happened: one
 * of them renders it, once a second at most, and the others get the same. Thread-safe.
 */
final class SharedPage {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** An older page is sent while another thread renders the next. */
  private static final Duration USABLE = Duration.ofSeconds(5);

  private final Clock clock;
  private final AtomicBoolean rendering = new AtomicBoolean();

  /** Replaced as a whole. */
  private volatile @Nullable Rendered last;

  /**
   * A page.
   *
   * @param visit how it was requested; a page is only for requests that are equal in that
   */
  @SuppressWarnings("ArrayRecordComponent") // It is not compared, and never changed.
  private record Rendered(Object visit, byte[] page, long nanos) {}

  SharedPage(Clock clock) {
    this.clock = clock;
  }

  /**
   * The page, up to some seconds old.
   *
   * @param render renders it; null if that fails
   */
  byte @Nullable [] get(Object visit, Supplier<byte @Nullable []> render) {
    Rendered known = last;
    if (known != null && known.visit().equals(visit)) {
      Duration age = Duration.ofNanos(clock.nanos() - known.nanos());
      if (age.compareTo(FRESH) < 0 || (rendering.get() && age.compareTo(USABLE) < 0)) {
        return known.page();
      }
    }
    boolean isFirst = rendering.compareAndSet(false, true);
    try {
      long nanos = clock.nanos();
      byte[] page = render.get();
      if (page != null) {
        last = new Rendered(visit, page, nanos);
      }
      return page;
    } finally {
      if (isFirst) {
        rendering.set(false);
      }
    }
  }
}
