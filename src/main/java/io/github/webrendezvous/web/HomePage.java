package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.settings.Right;
import io.github.webrendezvous.view.Ago;
import io.github.webrendezvous.view.LimitWords;
import io.github.webrendezvous.view.ShownFailure;
import io.github.webrendezvous.view.WaitTrees;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The texts of the home page; the page escapes them. Immutable. */
public final class HomePage {
  /** More rows do not help anyone; the page says how many are left out. */
  private static final int ROWS = 100;

  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Table<FailedRow> failed;
  private final Table<WaitRow> waiting;
  private final Table<Row> ready;
  private final List<Row> happened = new ArrayList<>();
  private final @Nullable Cluster cluster;
  private final Instant now;
  private final String position;
  private final Visit visit;

  /**
   * How the page is requested.
   *
   * @param baseUrl of this application, with a slash at the end, for commands to copy
   * @param signedIn whether the person has signed in with a token
   * @param rights what the person can do
   */
  record Visit(String baseUrl, boolean signedIn, Set<Right> rights) {
    Visit {
      rights = Set.copyOf(rights);
    }
  }

  HomePage(
      WaitTrees trees,
      List<KeyStatus> statuses,
      List<Event> events,
      @Nullable Cluster cluster,
      Instant now,
      String position,
      Visit visit) {
    this.cluster = cluster;
    this.now = now;
    this.position = position;
    this.visit = visit;
    waiting = Table.of(trees.waits(), wait -> new WaitRow(trees, wait, now));
    failed = Table.of(ShownFailure.of(statuses), failure -> new FailedRow(failure, now));
    List<KeyStatus> newestFirst =
        statuses.stream()
            .filter(status -> status.readySince() != null)
            .sorted(Comparator.comparing(HomePage::readySince).reversed())
            .toList();
    ready = Table.of(newestFirst, status -> ready(status, readySince(status)));
    for (Event event : events) {
      happened.add(
          new Row(
              event.path(),
              new Time(event.at(), AT.format(event.at())),
              event.what().words(),
              event.caller() == null ? "" : event.caller().name(),
              details(event),
              false));
    }
    Collections.reverse(happened);
  }

  private static Instant readySince(KeyStatus status) {
    Instant since = status.readySince();
    return since == null ? Instant.EPOCH : since;
  }

  private Row ready(KeyStatus status, Instant since) {
    List<String> facts = new ArrayList<>();
    if (status instanceof KeyStatus.OfKey key) {
      if (key.arrivals() > 1) {
        facts.add(key.arrivals() + " arrivals");
      }
      if (key.valueBytes() >= 0) {
        facts.add("value of " + key.valueBytes() + " bytes");
      }
      Instant expires = key.expires();
      if (expires != null) {
        facts.add("expires in " + Ago.inWords(Duration.between(now, expires)));
      }
    }
    return new Row(
        status.path(),
        ago(since),
        "",
        "",
        String.join(", ", facts),
        status instanceof KeyStatus.OfKey);
  }

  private static String details(Event event) {
    String after =
        event.lasted() == null || event.what() == Event.What.WAIT_BEGAN
            ? ""
            : "after " + Durations.format(event.lasted());
    String detail = LimitWords.detail(event);
    String known = detail == null ? "" : detail;
    return after.isEmpty() || known.isEmpty() ? after + known : after + ", " + known;
  }

  private Time ago(Instant then) {
    return Time.ago(then, now);
  }

  /** The nodes that share signals; empty if there is only this one. */
  public List<Row> getNodes() {
    return cluster == null
        ? List.of()
        : cluster.nodes().stream()
            .map(
                node ->
                    new Row(
                        node.name(),
                        ago(now.minus(node.seenAgo())),
                        Long.toString(node.waits()),
                        "",
                        node.name().equals(cluster.node()) ? "sent this page" : "",
                        false))
            .toList();
  }

  /** Whether the store answers; empty if there is none. */
  public String getStore() {
    if (cluster == null) {
      return "";
    }
    String answered = "The store answered " + Ago.inWords(cluster.answeredAgo()) + " ago";
    return cluster.problem() == null ? answered + "." : answered + ": " + cluster.problem();
  }

  public Table<FailedRow> getFailed() {
    return failed;
  }

  public Table<WaitRow> getWaiting() {
    return waiting;
  }

  public Table<Row> getReady() {
    return ready;
  }

  public List<Row> getHappened() {
    return happened;
  }

  public boolean isSignedIn() {
    return visit.signedIn();
  }

  /** Whether the page may signal or reset keys. */
  public boolean isActs() {
    return isSignals() || isResets();
  }

  public boolean isSignals() {
    return visit.rights().contains(Right.SIGNAL);
  }

  public boolean isResets() {
    return visit.rights().contains(Right.ADMINISTER);
  }

  public String getBaseUrl() {
    return visit.baseUrl();
  }

  /** The position of the last event that the page shows. */
  public String getPosition() {
    return position;
  }

  /** The time at which the page was made, in milliseconds since 1970. */
  public long getNow() {
    return now.toEpochMilli();
  }

  /** Rows up to a limit, and how many there are beyond it. */
  public static final class Table<R> {
    private final List<R> rows;
    private final int size;

    private Table(List<R> rows, int size) {
      this.rows = rows;
      this.size = size;
    }

    /** Makes a row of each of the first, and none of those that are left out. */
    static <T, R> Table<R> of(List<T> all, Function<T, R> row) {
      return new Table<>(all.stream().limit(ROWS).map(row).toList(), all.size());
    }

    public List<R> getRows() {
      return rows;
    }

    public int getSize() {
      return size;
    }

    public int getLeftOut() {
      return size - rows.size();
    }
  }

  /** A time, for programs and in words. */
  public static final class Time {
    private final Instant at;
    private final String words;

    Time(Instant at, String words) {
      this.at = at;
      this.words = words;
    }

    static Time ago(Instant then, Instant now) {
      return new Time(then, Ago.inWords(Duration.between(then, now)) + " ago");
    }

    public String getAt() {
      return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public String getWords() {
      return words;
    }
  }

  /** One row of a table, which defines the meaning of its columns. */
  public static final class Row {
    private final String path;
    private final Time when;
    private final String what;
    private final String caller;
    private final String why;
    private final boolean key;

    Row(String path, Time when, String what, String caller, String why, boolean key) {
      this.path = path;
      this.when = when;
      this.what = what;
      this.caller = caller;
      this.why = why;
      this.key = key;
    }

    public String getPath() {
      return path;
    }

    public Time getWhen() {
      return when;
    }

    public String getWhat() {
      return what;
    }

    public String getCaller() {
      return caller;
    }

    public String getWhy() {
      return why;
    }

    /** Whether the path is a key, which can be signalled and reset. */
    public boolean isKey() {
      return key;
    }
  }
}
