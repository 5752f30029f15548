package io.github.webrendezvous.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

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

  /** Where look-ups run, which block. */
  interface Calls {
    void run(BlockingCalls.Call call);
  }

  private final Calls calls;
  private final Resolver resolver;
  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param calls where look-ups run, which block
   */
  public Names(BlockingCalls calls) {
    this(calls::run, InetAddress::getAllByName);
  }

  Names(Calls calls, Resolver resolver) {
    this.calls = calls;
    this.resolver = resolver;
  }

  /**
   * Looks a host up for an attempt, and goes on with its addresses, in the system's order of
   * preference. An attempt whose host is not found ends with that.
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
    calls.run(new LookUp(name, mine));
    return mine;
  }

  /** The system's look-up of one name, which nobody can cut short. */
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
      } catch (Throwable e) { // Those that wait for the name must be told in any case.
        notRun(e);
      }
    }

    @Override
    public void cutShort() {
      // It holds its place until the system answers.
    }

    @Override
    public void notRun(Throwable why) {
      underWay.remove(name);
      result.completeExceptionally(why);
    }
  }

  /** What a failed look-up failed with. */
  static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
