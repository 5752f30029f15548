package io.github.webrendezvous.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Looks up host names, anew each time, on threads where a slow name server delays nobody else. One
 * name occupies one thread at most: who asks while it is being looked up shares the answer.
 * Thread-safe.
 */
public final class Names {
  /** The system's own way to look a name up; blocks. */
  interface Resolver {
    InetAddress[] addressesOf(String name) throws UnknownHostException;
  }

  private final Executor threads;
  private final Resolver resolver;
  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param threads where look-ups run, which block
   */
  public Names(Executor threads) {
    this(threads, InetAddress::getAllByName);
  }

  Names(Executor threads, Resolver resolver) {
    this.threads = threads;
    this.resolver = resolver;
  }

  /**
   * All addresses of a host, in the system's order of preference; fails with {@link
   * UnknownHostException} within.
   */
  CompletableFuture<InetAddress[]> lookUp(Host host) {
    if (host.address() != null) {
      return CompletableFuture.completedFuture(new InetAddress[] {host.address()});
    }
    String name = host.text();
    CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> shared = underWay.putIfAbsent(name, mine);
    if (shared != null) {
      return shared;
    }
    threads.execute(
        () -> {
          try {
            InetAddress[] addresses = resolver.addressesOf(name);
            underWay.remove(name);
            mine.complete(addresses);
          } catch (UnknownHostException | RuntimeException e) {
            underWay.remove(name);
            mine.completeExceptionally(e);
          }
        });
    return mine;
  }

  /** What a failed look-up failed with. */
  static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
