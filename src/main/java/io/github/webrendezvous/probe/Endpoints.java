package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts at a host and a port, as far as the policy allows them: looks the host up, and
 * tries all of its addresses at once. Thread-safe.
 */
public final class Endpoints {
  private final Names names;
  private final ProbePolicy policy;

  public Endpoints(Names names, ProbePolicy policy) {
    this.names = names;
    this.policy = policy;
  }

  /**
   * Reads a host and a port: the first two segments.
   *
   * @param usage of the kind of probe, for the error
   * @throws MalformedProbeException if there are fewer, or one of them is malformed
   * @throws DeniedException if the policy denies them, whatever the addresses of the host are
   */
  Endpoint parse(List<String> segments, ProbeKind.Usage usage)
      throws MalformedProbeException, DeniedException {
    Endpoint endpoint = Endpoint.parse(segments, usage);
    policy.check(endpoint.host(), endpoint.port());
    return endpoint;
  }

  /**
   * Looks up an endpoint for an attempt, and continues with those of its addresses that the policy
   * allows, in the system's order of preference. If the host is not found, or all of its addresses
   * are denied, the attempt ends.
   *
   * @param found is not called if the attempt has ended
   */
  void lookUp(Endpoint endpoint, PendingAttempt attempt, Consumer<List<PermittedAddress>> found) {
    Host host = endpoint.host();
    names.lookUp(
        host,
        attempt,
        addresses -> {
          List<PermittedAddress> permitted = new ArrayList<>();
          DeniedException denied = null;
          for (InetAddress address : addresses) {
            try {
              permitted.add(policy.permit(host.name(), address, endpoint.port()));
            } catch (DeniedException e) {
              denied = e;
            }
          }
          if (permitted.isEmpty() && denied != null) {
            attempt.end(Failures.ofDenial(denied));
          } else {
            found.accept(permitted);
          }
        });
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
      Function<PermittedAddress, CompletableFuture<T>> look,
      BiFunction<@Nullable T, @Nullable Throwable, Attempt> judge) {
    lookUp(
        endpoint,
        attempt,
        addresses -> {
          attempt.connects(endpoint.text());
          List<CompletableFuture<T>> looks = new ArrayList<>();
          List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
          for (PermittedAddress address : addresses) {
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
