package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts at a host and a port: looks the host up, and tries all of its addresses at once.
 * Thread-safe.
 */
public final class Endpoints {
  private final Names names;

  public Endpoints(Names names) {
    this.names = names;
  }

  /**
   * Makes an attempt: it succeeds if one address is as expected.
   *
   * @param look tries one address; it is cancelled, and must close what it has opened, when the
   *     attempt has ended
   * @param judge judges the result or the failure of a look
   */
  <T> void tryAll(
      Endpoint endpoint,
      PendingAttempt attempt,
      Function<InetAddress, CompletableFuture<T>> look,
      BiFunction<@Nullable T, @Nullable Throwable, Attempt> judge) {
    names.lookUp(
        endpoint.host(),
        attempt,
        addresses -> {
          attempt.connects(endpoint.text());
          List<CompletableFuture<T>> looks = new ArrayList<>();
          List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
          for (InetAddress address : addresses) {
            CompletableFuture<T> one = look.apply(address);
            looks.add(one);
            attempts.add(
                one.handle(
                    (result, failure) ->
                        judge.apply(result, failure == null ? null : Names.causeOf(failure))));
          }
          Race.best(attempts).thenAccept(attempt::end);
          attempt.whenEnded(() -> looks.forEach(one -> one.cancel(false)));
        });
  }
}
