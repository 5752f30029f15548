package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.view.Mark;
import io.github.webrendezvous.view.Span;
import io.github.webrendezvous.view.Timeline;
import io.github.webrendezvous.view.WaitTrees;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The timeline as Perfetto's importer reads it. */
class TimelineTraceTest {
  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 10_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);

  private void await(String caller, String key, Duration timeout) {
    registry.await(new Condition.Signalled(new Key(key)), timeout, new Caller(caller));
  }

  private void signal(String caller, String key) {
    registry.signal(new Key(key), Signal.ok(), new Caller(caller));
  }

  private Timeline timeline() {
    return Timeline.of(
        journal.newest(10_000), new WaitTrees(registry), clock.now(), Timeline.Selection.ALL);
  }

  @Test
  void anArrowLeadsFromTheSignalToTheEndOfEachWaitThatItReleased() {
    await("app", "/db", Duration.ofMinutes(1));
    await("worker", "/db", Duration.ofMinutes(1));
    await("app", "/mail", Duration.ofSeconds(8)); // At the same time as its other wait.
    clock.advance(Duration.ofSeconds(5));
    signal("db", "/db");
    clock.advance(Duration.ofSeconds(5));
    Imported trace = Imported.from(timeline());
    assertThat(trace.arrows)
        .containsExactlyInAnyOrder(
            "db: signalled /db -> app: /db > released",
            "db: signalled /db -> worker: /db > released");
    assertThat(trace.threads.values())
        .containsExactly("app", "app (2)", "worker", "db", "probes and others");
    assertThat(trace.slices).contains("app (2): /mail");
  }

  /** Any callers wait and signal, even at nearly the same time. */
  @Property(tries = 200)
  void everySliceIsKeptAndEveryArrowIsBound(
      @ForAll @Size(max = 60) List<@IntRange(max = 4 * 4 * 4 - 1) Integer> steps) {
    for (int step : steps) {
      String caller = "caller-" + step % 4;
      String key = "/key-" + step / 4 % 4;
      switch (step / 16) {
        case 0, 1 -> await(caller, key, Duration.ofNanos(9_000));
        case 2 -> signal(caller, key);
        default -> {
          registry.reset(new Key(key), new Caller(caller));
          clock.advance(Duration.ofNanos(700L * (step % 16)));
        }
      }
    }
    Timeline timeline = timeline();
    Imported trace = Imported.from(timeline);
    List<String> expected = new ArrayList<>();
    for (Span wait : timeline.spans()) {
      Mark cause = timeline.cause(wait);
      if (cause != null && cause.at().isAfter(wait.from())) {
        expected.add(
            "%s %s -> %s > %s"
                .formatted(cause.what().words(), cause.path(), wait.path(), wait.outcome()));
      }
    }
    assertThat(trace.arrows.stream().map(TimelineTraceTest::withoutThreads))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(trace.slices)
        .hasSize(timeline.spans().size() + timeline.marks().size() + expected.size());
  }

  /** Of the slice where an arrow begins the name, of that where it ends also the enclosing wait. */
  private static String withoutThreads(String arrow) {
    return arrow.replaceAll(".*[:>] (.* -> ).*[:>] (.* > .*)", "$1$2");
  }

  /**
   * What Perfetto makes of a trace, as its trace processor did in 2026: it sorts the events by
   * time, keeps a stack of slices for each thread, drops a slice that reaches over the end of
   * another, and binds an arrow to the top of the stack. What it drops or cannot bind fails the
   * test.
   */
  private static final class Imported {
    /** Thread, names of the enclosing slices, and name of each slice. */
    final List<String> slices = new ArrayList<>();

    final List<String> arrows = new ArrayList<>();
    final Map<Integer, String> threads = new HashMap<>();

    private record Open(String path, long end) {}

    private final Map<Integer, Deque<Open>> stacks = new HashMap<>();
    private final Map<Integer, String> beginnings = new HashMap<>();

    static Imported from(Timeline timeline) {
      JsonNode trace = new ObjectMapper().readTree(TimelineTrace.of(timeline));
      Imported imported = new Imported();
      StreamSupport.stream(trace.get("traceEvents").spliterator(), false)
          .sorted(Comparator.comparingLong(event -> event.path("ts").longValue(-1)))
          .forEach(imported::read);
      return imported;
    }

    private void read(JsonNode event) {
      int thread = event.get("tid").intValue();
      String name = event.get("name").stringValue();
      Deque<Open> stack = stacks.computeIfAbsent(thread, t -> new ArrayDeque<>());
      switch (event.get("ph").stringValue()) {
        case "M" -> {
          if (name.equals("thread_name")) {
            threads.put(thread, event.at("/args/name").stringValue());
          }
        }
        case "X" -> push(stack, name, thread, event, event.get("dur").longValue());
        case "i" -> push(stack, name, thread, event, 0);
        case "s" -> {
          String before = beginnings.put(event.get("id").intValue(), top(stack));
          assertThat(before).as("a number for one arrow").isNull();
        }
        case "f" -> {
          assertThat(event.get("bp").stringValue()).isEqualTo("e");
          String beginning = beginnings.get(event.get("id").intValue());
          assertThat(beginning).as("begins before it ends").isNotNull();
          arrows.add(beginning + " -> " + top(stack));
        }
        default -> throw new AssertionError("unknown: " + event);
      }
    }

    private static String top(Deque<Open> stack) {
      assertThat(stack).as("a slice for an end of an arrow").isNotEmpty();
      return Objects.requireNonNull(stack.peek()).path;
    }

    private void push(Deque<Open> stack, String name, int thread, JsonNode event, long lasts) {
      long at = event.get("ts").longValue();
      while (!stack.isEmpty() && stack.peek().end <= at) {
        stack.pop();
      }
      String path =
          stack.isEmpty() ? threads.get(thread) + ": " + name : stack.peek().path + " > " + name;
      assertThat(stack).as(path).allMatch(open -> at + lasts <= open.end);
      stack.push(new Open(path, at + lasts));
      slices.add(path);
    }
  }
}
