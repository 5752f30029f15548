package io.github.webrendezvous.rendezvous;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signals of one key have led to, in a form that a store can keep. Immutable.
 *
 * @param atMicros when the key was last signalled, in microseconds since 1970
 * @param caller the name of the last signaller
 * @param value the value for the waits; null if there is none
 * @param arrivals how many have arrived
 * @param ids of those arrivals that named one, in their order
 * @param failures that were not replaced since, the newest last
 * @param expiresMicros when it ends, by the store's clock; null if it does not
 */
public record SavedLatch(
    Key key,
    long atMicros,
    String caller,
    @Nullable Value value,
    long arrivals,
    List<String> ids,
    List<Failure> failures,
    @Nullable Long expiresMicros) {
  public SavedLatch {
    ids = List.copyOf(ids);
    failures = List.copyOf(failures);
  }

  /**
   * A failure.
   *
   * @param id of the arrival that failed; null if it named none
   * @param reason null if none was given
   */
  public record Failure(@Nullable String id, @Nullable Value reason) {}
}
