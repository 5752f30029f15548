package io.github.webrendezvous.web;

import jakarta.servlet.AsyncContext;
import java.lang.System.Logger;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/**
 * Hands answered requests back to the container, with frames of the JDK alone on the stack.
 *
 * <p>Tomcat grows its pool within {@link AsyncContext#complete()}, and up to JDK 23 a new thread
 * inherits the protection domains of all who are on the stack: a frame of ours would keep our class
 * loader alive for as long as that thread of the container, long after undeploying. For the same
 * reason the pool has the JDK's own thread factory, whose threads inherit nothing. Thread-safe.
 */
final class Completions {
  private static final Logger LOG = System.getLogger(Completions.class.getName());
  private static final Consumer<AsyncContext> COMPLETE = complete();

  private final ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());

  @SuppressWarnings("unchecked") // A proxy knows no type arguments.
  private static Consumer<AsyncContext> complete() {
    try {
      MethodHandle complete =
          MethodHandles.publicLookup()
              .findVirtual(AsyncContext.class, "complete", MethodType.methodType(void.class));
      return MethodHandleProxies.asInterfaceInstance(Consumer.class, complete);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("AsyncContext has no complete()", e);
    }
  }

  /** Completes a request soon, unless the container has taken it back. */
  void complete(AsyncContext async) {
    CompletableFuture.completedFuture(async)
        .thenAcceptAsync(COMPLETE, pool)
        .exceptionally(
            failure -> {
              LOG.log(Logger.Level.DEBUG, "The container has ended the request itself", failure);
              return null;
            });
  }

  /** Lets what was handed over finish, for a while. */
  void end(Duration patience) {
    Threads.finish(pool, patience);
  }
}
