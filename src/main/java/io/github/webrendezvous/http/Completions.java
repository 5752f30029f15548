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
 * Completes asynchronous requests without any of our frames on the stack.
 *
 * <p>Tomcat grows its pool within {@link AsyncContext#complete()}, and up to JDK 23 a new thread
 * inherits the protection domains of all frames on the stack: one of ours would keep our class
 * loader alive as long as that thread of the container, long after undeploying. A privileged action
 * that consists of JDK classes cuts the stack off. Thread-safe.
 */
public final class Completions {
  private static final Logger LOG = System.getLogger(Completions.class.getName());

  /** The last Java version whose threads inherit protection domains (JEP 486). */
  private static final int LAST_THAT_INHERITS = 23;

  /** The request for the action to complete, as the action itself must not refer to our classes. */
  private static final ThreadLocal<AsyncContext> NEXT = new ThreadLocal<>();

  private static final PrivilegedAction<?> COMPLETE_NEXT = completeNext();

  private Completions() {}

  /** Completes the request in the thread-local, using only classes of the JDK. */
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

  /** Completes a request, unless the container has ended it. */
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

  @SuppressWarnings("removal") // The method is removed in the Java versions that do not need it.
  private static void completeWithoutUs(AsyncContext async) {
    NEXT.set(async);
    try {
      Subject.doAsPrivileged(null, COMPLETE_NEXT, null);
    } finally {
      NEXT.remove();
    }
  }
}
