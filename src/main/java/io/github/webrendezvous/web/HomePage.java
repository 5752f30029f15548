package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of the home page; the page escapes them. Immutable. */
public final class HomePage {
  // More rows do not help anyone; the page says how many are left out.
  private static final int ROWS = 200;
  private static final int CALLERS_NAMED = 3;

  private final List<Row> failed = new ArrayList<>();
  private final List<Row> waiting = new ArrayList<>();
  private final List<Row> marked = new ArrayList<>();
  private final List<Row> happened = new ArrayList<>();
  private final @Nullable Cluster cluster;
  private final Instant now;
  private final String baseUrl;
  private final boolean signedIn;

  HomePage(
      List<KeyStatus> statuses,
      List<Event> events,
      @Nullable Cluster cluster,
      Instant now,
      String baseUrl,
      boolean signedIn) {
    this.cluster = cluster;
    this.now = now;
    this.baseUrl = baseUrl;
    this.signedIn = signedIn;
    for (KeyStatus status : statuses) {
      if (status.timeout() != null) {
        failed.add(failed(status, status.timeout()));
      }
      if (!status.waits().isEmpty()) {
        waiting.add(waiting(status));
      }
      if (status.failure() != null) {
        failed.add(failed(status, status.failure()));
      }
      if (status.readySince() != null) {
        marked.add(new Row(status.path(), ago(status.readySince()), "", "", arrivals(status)));
      }
    }
    for (Event event : events) {
      happened.add(
          new Row(
              event.path(),
              event.at().truncatedTo(ChronoUnit.MILLIS).toString(),
              event.what().words(),
              event.caller() == null ? "" : event.caller().name(),
              details(event)));
    }
    Collections.reverse(happened);
  }

  private Row failed(KeyStatus status, KeyStatus.Timeout timeout) {
    return new Row(
        status.path(),
        ago(timeout.at()),
        Durations.format(timeout.waited()),
        timeout.caller(),
        timeout.why());
  }

  private Row failed(KeyStatus status, KeyStatus.Failure failure) {
    String why = "signalled as failed";
    if (failure.reason() != null) {
      why += ": " + failure.reason();
    }
    return new Row(status.path(), ago(failure.at()), "", "", why);
  }

  private Row waiting(KeyStatus status) {
    // The container may not report a client that has disconnected; its next wait replaces the
    // earlier one.
    Map<String, Wait> byCaller = new LinkedHashMap<>();
    status.waits().forEach(wait -> byCaller.put(wait.caller().name(), wait));
    Wait first = status.waits().get(0);
    Duration left = first.left();
    return new Row(
        status.path(),
        ago(first.since()),
        inWords(left),
        names(byCaller.keySet()),
        progress(status));
  }

  /** The progress of a key or target with waits. */
  private static String progress(KeyStatus status) {
    return status instanceof KeyStatus.OfTarget target && target.look() != null
        ? target.look().inWords()
        : arrivals(status);
  }

  /** The number of arrivals, if it says more than that the key is signalled. */
  private static String arrivals(KeyStatus status) {
    long arrivals = status instanceof KeyStatus.OfKey key ? key.arrivals() : 0;
    return arrivals > 1 || (arrivals > 0 && !status.waits().isEmpty())
        ? arrivals + (arrivals == 1 ? " arrival" : " arrivals")
        : "";
  }

  private static String names(Collection<String> callers) {
    List<String> named = callers.stream().limit(CALLERS_NAMED).toList();
    int others = callers.size() - named.size();
    return String.join(", ", named)
        + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others"));
  }

  private static String details(Event event) {
    String after =
        event.lasted() == null || event.what() == Event.What.WAIT_BEGAN
            ? ""
            : "after " + Durations.format(event.lasted());
    String detail = orEmpty(LimitWords.detail(event));
    return after.isEmpty() || detail.isEmpty() ? after + detail : after + ", " + detail;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private String ago(Instant then) {
    return inWords(Duration.between(then, now)) + " ago";
  }

  private static String inWords(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
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
                        inWords(node.seenAgo()) + " ago",
                        Long.toString(node.waits()),
                        "",
                        node.name().equals(cluster.node()) ? "sent this page" : ""))
            .toList();
  }

  /** Whether the store answers; empty if there is none. */
  public String getStore() {
    if (cluster == null) {
      return "";
    }
    String answered = "The store answered " + inWords(cluster.answeredAgo()) + " ago";
    return cluster.problem() == null ? answered + "." : answered + ": " + cluster.problem();
  }

  public Table getFailed() {
    return new Table(failed);
  }

  public Table getWaiting() {
    return new Table(waiting);
  }

  public Table getMarked() {
    return new Table(marked);
  }

  public List<Row> getHappened() {
    return happened;
  }

  /** The URL of this application, with a slash at the end, for commands to copy. */
  /** Whether the person has signed in with a token. */
  public boolean isSignedIn() {
    return signedIn;
  }

  public String getBaseUrl() {
    return baseUrl;
  }

  /** Rows up to a limit, and how many there are beyond it. */
  public static final class Table {
    private final List<Row> rows;

    Table(List<Row> rows) {
      this.rows = rows;
    }

    public List<Row> getRows() {
      return rows.subList(0, Math.min(ROWS, rows.size()));
    }

    public int getSize() {
      return rows.size();
    }

    public int getLeftOut() {
      return Math.max(0, rows.size() - ROWS);
    }
  }

  /** One row of a table, which defines the meaning of its columns. */
  public static final class Row {
    private final String path;
    private final String when;
    private final String what;
    private final String caller;
    private final String why;

    Row(String path, String when, String what, String caller, String why) {
      this.path = path;
      this.when = when;
      this.what = what;
      this.caller = caller;
      this.why = why;
    }

    public String getPath() {
      return path;
    }

    public String getWhen() {
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
  }
}
