package io.github.webrendezvous.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Looks up host names, anew each time, on threads where a slow name server delays nobody else. One
 * name occupies one thread at most: who asks while it is being looked up shares the answer.
 * Thread-safe.
 */
final class Names {
  // Literals need no look-up, and so no thread.
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  private final Executor threads;
  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  Names(Executor threads) {
    this.threads = threads;
  }

  /**
   * All addresses of a host, in the system's order of preference; fails with {@link
   * UnknownHostException} within.
   */
  CompletableFuture<InetAddress[]> lookUp(String host) {
    if (isLiteral(host)) {
      try {
        return CompletableFuture.completedFuture(InetAddress.getAllByName(host));
      } catch (UnknownHostException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> shared = underWay.putIfAbsent(host, mine);
    if (shared != null) {
      return shared;
    }
    threads.execute(
        () -> {
          try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            underWay.remove(host);
            mine.complete(addresses);
          } catch (UnknownHostException | RuntimeException e) {
            underWay.remove(host);
            mine.completeExceptionally(e);
          }
        });
    return mine;
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  /** What a failed look-up failed with. */
  static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
