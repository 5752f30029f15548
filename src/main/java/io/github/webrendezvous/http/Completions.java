package io.github.webrendezvous.http;

import jakarta.servlet.AsyncContext;
import java.lang.System.Logger;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedAction;
import javax.security.auth.Subject;

/**
 * Hands answered requests back to the container, with nothing of ours for a thread to inherit.
 *
 * <p>Tomcat grows its pool within {@link AsyncContext#complete()}, and up to JDK 23 a new thread
 * inherits the protection domains of all who are on the stack: a frame of ours would keep our class
 * loader alive for as long as that thread of the container, long after undeploying. A privileged
 * action of the JDK's own cuts the stack off, so that nobody needs a thread for it. Thread-safe.
 */
public final class Completions {
  private static final Logger LOG = System.getLogger(Completions.class.getName());

  /** The last whose threads inherit protection domains (JEP 486 ended that). */
  private static final int LAST_THAT_INHERITS = 23;

  /** Whom the action is to complete; it may have no frame and no field of ours. */
  private static final ThreadLocal<AsyncContext> NEXT = new ThreadLocal<>();

  private static final PrivilegedAction<?> COMPLETE_NEXT = completeNext();

  private Completions() {}

  /** Completes what the thread-local holds, by classes of the JDK alone. */
  private static PrivilegedAction<?> completeNext() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle get =
          lookup
              .bind(NEXT, "get", MethodType.methodType(Object.class))
              .asType(MethodType.methodType(AsyncContext.class));
      MethodHandle complete =
          lookup.findVirtual(AsyncContext.class, "complete", MethodType.methodType(void.class));
      return MethodHandleProxies.asInterfaceInstance(
          PrivilegedAction.class, MethodHandles.filterReturnValue(get, complete));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("AsyncContext has no complete()", e);
    }
  }

  /** Completes a request, unless the container has taken it back. */
  public static void complete(AsyncContext async) {
    try {
      if (Runtime.version().feature() > LAST_THAT_INHERITS) {
        async.complete();
      } else {
        completeWithoutUs(async);
      }
    } catch (RuntimeException e) {
      LOG.log(Logger.Level.DEBUG, "The container has ended the request itself", e);
    }
  }

  @SuppressWarnings("removal") // It goes with what it is here for, and is not called then.
  private static void completeWithoutUs(AsyncContext async) {
    NEXT.set(async);
    try {
      Subject.doAsPrivileged(null, COMPLETE_NEXT, null);
    } finally {
      NEXT.remove();
    }
  }
}
