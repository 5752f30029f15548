package io.github.webrendezvous.exchange;

import jakarta.servlet.AsyncContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells when the client of a request disconnects, which the Servlet API does not report. */
public final class Departure {
  /**
   * The request attribute with a {@code Consumer<Runnable>}, set by a server that notices when a
   * client disconnects: it takes the task to run then.
   */
  public static final String WHEN_GONE = "io.github.webrendezvous.whenGone";

  private Departure() {}

  /** Runs a task when the client has disconnected, if the server notices it. */
  public static void whenGone(AsyncContext async, Runnable task) {
    Consumer<Runnable> watch = watch(async);
    if (watch != null) {
      watch.accept(task);
    }
  }

  /** What takes the task to run when the client has disconnected; null if nobody notices it. */
  @SuppressWarnings("unchecked") // Only our own server sets it.
  public static @Nullable Consumer<Runnable> watch(AsyncContext async) {
    Object watch = async.getRequest().getAttribute(WHEN_GONE);
    return watch instanceof Consumer<?> ? (Consumer<Runnable>) watch : null;
  }
}
