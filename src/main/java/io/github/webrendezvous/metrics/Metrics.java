package io.github.webrendezvous.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Limit;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Tally;
import io.github.webrendezvous.rendezvous.Timings;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All metrics. They are read from counts that the parts keep anyway, when somebody asks for them,
 * so a signal costs nothing more. No label has a value that a client chooses. Thread-safe.
 */
public final class Metrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Journal journal;
  private final Registry registry;
  private final Prober prober;
  private final Supplier<Map<Integer, Long>> responses;
  private final LongSupplier unlogged;
  private final LongSupplier streams;
  private final Supplier<@Nullable Cluster> cluster;

  @GuardedBy("this")
  private @Nullable PrometheusRegistry made;

  /**
   * @param responses how many responses there have been, by status
   * @param unlogged how many events the log has missed
   * @param streams how many streams of events are open
   * @param cluster the nodes that share signals; supplies null if there is only this one
   */
  public Metrics(
      Journal journal,
      Registry registry,
      Prober prober,
      Supplier<Map<Integer, Long>> responses,
      LongSupplier unlogged,
      LongSupplier streams,
      Supplier<@Nullable Cluster> cluster) {
    this.journal = journal;
    this.registry = registry;
    this.prober = prober;
    this.responses = responses;
    this.unlogged = unlogged;
    this.streams = streams;
    this.cluster = cluster;
  }

  /** The values of all metrics at this moment. */
  synchronized MetricSnapshots values() {
    if (made == null) {
      made = make(); // When they are first asked for, as the library takes a while to load.
    }
    return made.scrape();
  }

  private PrometheusRegistry make() {
    PrometheusRegistry metrics = new PrometheusRegistry();
    Tally tally = journal.tally();
    gauge(metrics, "rendezvous_waits", "Waits that are held now.", registry::waits);
    gauge(
        metrics,
        "rendezvous_waits_max",
        "Most waits that can be held (maxWaits).",
        registry::mostWaits);
    gauge(metrics, "rendezvous_keys", "Keys and targets that are known now.", registry::keys);
    gauge(
        metrics,
        "rendezvous_keys_max",
        "Most keys and targets that are known (maxKeys).",
        registry::mostKeys);
    gauge(
        metrics,
        "rendezvous_value_bytes",
        "Bytes of values, reasons and ids.",
        registry::valueBytes);
    gauge(
        metrics,
        "rendezvous_value_bytes_max",
        "Most bytes of values, reasons and ids (maxValueBytes).",
        registry::mostValueBytes);
    gauge(metrics, "rendezvous_event_streams", "Streams of events that are open now.", streams);
    counter(
        metrics,
        "rendezvous_waits_begun",
        "Waits that have begun.",
        () -> tally.of(Event.What.WAIT_BEGAN));
    labelled(
        metrics,
        "rendezvous_waits_ended",
        "Waits that have ended.",
        "outcome",
        Stream.of(Event.What.values()).filter(Event.What::isEndOfWait).toArray(Event.What[]::new),
        tally::of);
    histogram(
        metrics,
        "rendezvous_wait_duration_seconds",
        "How long waits that have ended had lasted.",
        tally.waits());
    histogram(
        metrics,
        "rendezvous_release_duration_seconds",
        "Time from a signal, a reset or the end of an attempt until the waits that it ends are"
            + " answered.",
        registry.releaseTimes());
    CounterWithCallback.builder()
        .name("rendezvous_signals")
        .help("Signals that were recorded.")
        .labelNames("status")
        .callback(
            to -> {
              to.call((double) tally.of(Event.What.SIGNALLED), "ok");
              to.call((double) tally.of(Event.What.SIGNALLED_FAILED), "failed");
            })
        .register(metrics);
    counter(
        metrics, "rendezvous_resets", "Keys that were reset.", () -> tally.of(Event.What.RESET));
    counter(
        metrics,
        "rendezvous_signals_expired",
        "Signals that have reached their time to live.",
        () -> tally.of(Event.What.EXPIRED));
    counter(
        metrics,
        "rendezvous_signals_forgotten",
        "Signals that were forgotten to make room.",
        () -> tally.of(Event.What.FORGOTTEN));
    labelled(
        metrics,
        "rendezvous_limits_reached",
        "Waits and signals that found no room.",
        "limit",
        Limit.Kind.values(),
        tally::reached);
    CounterWithCallback.builder()
        .name("rendezvous_probe_attempts")
        .help("Attempts of probes that have ended.")
        .labelNames("kind", "result")
        .callback(
            to ->
                prober
                    .attempts()
                    .forEach(
                        (kind, results) ->
                            results.forEach(
                                (result, count) -> to.call((double) count, kind, word(result)))))
        .register(metrics);
    CounterWithCallback.builder()
        .name("rendezvous_http_responses")
        .help("Responses that were sent.")
        .labelNames("code")
        .callback(
            to ->
                responses
                    .get()
                    .forEach((code, count) -> to.call((double) count, Integer.toString(code))))
        .register(metrics);
    counter(
        metrics,
        "rendezvous_log_events_dropped",
        "Events that the log has missed, as it was too slow.",
        unlogged);
    if (cluster.get() != null) {
      addStore(metrics);
    }
    return metrics;
  }

  private void addStore(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("rendezvous_store_up")
        .help("Whether the store answers (1) or not (0).")
        .callback(to -> to.call(cluster().problem() == null ? 1 : 0))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("rendezvous_store_answer_age_seconds")
        .help("How long ago the store has answered; it is asked every second.")
        .callback(to -> to.call(seconds(cluster().answeredAgo())))
        .register(metrics);
    gauge(
        metrics,
        "rendezvous_store_revision",
        "Newest change of the store that this node has applied; a node with less lags behind.",
        () -> cluster().revision());
    gauge(metrics, "rendezvous_nodes", "Nodes that share signals.", () -> cluster().nodes().size());
  }

  private Cluster cluster() {
    return Objects.requireNonNull(cluster.get());
  }

  private static void gauge(
      PrometheusRegistry metrics, String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call((double) value.getAsLong()))
        .register(metrics);
  }

  private static void counter(
      PrometheusRegistry metrics, String name, String help, LongSupplier count) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call((double) count.getAsLong()))
        .register(metrics);
  }

  private interface Count<E> {
    long of(E value);
  }

  private static <E extends Enum<E>> void labelled(
      PrometheusRegistry metrics,
      String name,
      String help,
      String label,
      E[] values,
      Count<E> count) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(
            to -> {
              for (E value : values) {
                to.call((double) count.of(value), word(value));
              }
            })
        .register(metrics);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void histogram(
      PrometheusRegistry metrics, String name, String help, Timings timings) {
    metrics.register(() -> snapshot(name, help, timings));
  }

  private static MetricSnapshot snapshot(String name, String help, Timings timings) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    int at = 0;
    for (Duration bound : timings.bounds()) {
      buckets.bucket(seconds(bound), timings.count(at++));
    }
    buckets.bucket(Double.POSITIVE_INFINITY, timings.count(at));
    HistogramDataPointSnapshot.Builder point =
        HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build());
    point.sum(seconds(timings.sum()));
    return HistogramSnapshot.builder().name(name).help(help).dataPoint(point.build()).build();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
