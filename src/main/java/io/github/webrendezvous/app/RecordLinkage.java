package io.github.webrendezvous.app;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Releases what the JDK caches of our records. It links {@code equals}, {@code hashCode} and {@code
 * toString} of a record with method handles of its own, and each of them caches the types that it
 * was adapted to last (JDK-8078641, fixed in Java 19): a class of ours, which keeps our class
 * loader alive after the application was undeployed, until another record is linked.
 */
public final class RecordLinkage {
  private static final System.Logger LOG = System.getLogger(RecordLinkage.class.getName());

  private RecordLinkage() {}

  /** Makes the JDK link the three methods for one of its own classes, as if that were a record. */
  public static void release() {
    Class<?> ofJdk = String.class;
    link("equals", MethodType.methodType(boolean.class, ofJdk, Object.class), ofJdk);
    link("hashCode", MethodType.methodType(int.class, ofJdk), ofJdk);
    link("toString", MethodType.methodType(String.class, ofJdk), ofJdk);
  }

  private static void link(String method, MethodType type, Class<?> ofJdk) {
    try {
      MethodHandle component = MethodHandles.identity(ofJdk);
      ObjectMethods.bootstrap(MethodHandles.lookup(), method, type, ofJdk, "text", component);
    } catch (Throwable e) { // Another version of Java may require a record, and does not need this.
      LOG.log(
          System.Logger.Level.DEBUG, "The JDK's cache of record types could not be released", e);
    }
  }
}
