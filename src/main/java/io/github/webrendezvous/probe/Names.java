package io.github.webrendezvous.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Looks up host names, without a cache, on threads where a slow name server does not delay others.
 * One name uses at most one thread: attempts that need a name that is being looked up share the
 * result. Thread-safe.
 */
public final class Names {
  /** The system's name lookup; blocks. */
  interface Resolver {
    InetAddress[] addressesOf(String name) throws UnknownHostException;
  }

  /** Runs lookups, which block. */
  interface Calls {
    void run(BlockingCalls.Call call);
  }

  private final Calls calls;
  private final Resolver resolver;
  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param calls runs lookups, which block
   */
  public Names(BlockingCalls calls) {
    this(calls::run, InetAddress::getAllByName);
  }

  Names(Calls calls, Resolver resolver) {
    this.calls = calls;
    this.resolver = resolver;
  }

  /**
   * Looks up a host for an attempt, and continues with its addresses, in the system's order of
   * preference. If the host is not found, the attempt ends.
   *
   * @param found is not called if the attempt has ended
   */
  void lookUp(Host host, PendingAttempt attempt, Consumer<InetAddress[]> found) {
    attempt.looksUp(host.name());
    lookUp(host)
        .whenComplete(
            (addresses, failure) -> {
              if (failure != null) {
                attempt.end(Failures.ofLookUp(host.name(), causeOf(failure)));
              } else if (!attempt.hasEnded()) {
                found.accept(addresses);
              }
            });
  }

  /**
   * All addresses of a host, in the system's order of preference; fails with an {@link
   * UnknownHostException} as its cause.
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
    calls.run(new LookUp(name, mine));
    return mine;
  }

  /** The system's lookup of one name, which cannot be interrupted. */
  private final class LookUp implements BlockingCalls.Call {
    private final String name;
    private final CompletableFuture<InetAddress[]> result;

    LookUp(String name, CompletableFuture<InetAddress[]> result) {
      this.name = name;
      this.result = result;
    }

    @Override
    public void run() {
      try {
        InetAddress[] addresses = resolver.addressesOf(name);
        underWay.remove(name);
        result.complete(addresses);
      } catch (Throwable e) { // The attempts that wait for the name must be told in any case.
        notRun(e);
      }
    }

    @Override
    public void cutShort() {
      // It counts as running until the system answers.
    }

    @Override
    public void notRun(Throwable why) {
      underWay.remove(name);
      result.completeExceptionally(why);
    }
  }

  /** The cause of a failed lookup. */
  static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
