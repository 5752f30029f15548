package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.view.Mark;
import io.github.webrendezvous.view.Rows;
import io.github.webrendezvous.view.Span;
import io.github.webrendezvous.view.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * A timeline in the <a
 * href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">Trace
 * Event Format</a> of Chrome, which Perfetto reads. A caller is a thread, or several if its waits
 * overlap, as the slices of a thread must be nested or follow each other. An arrow begins and ends
 * at a slice of its own: readers bind it to the last slice of its thread that they have read, and
 * drop it if there is none.
 */
final class TimelineTrace {
  private static final int PROCESS = 1;

  /** Both ends of an arrow and their slices have it; some readers bind them by it. */
  private static final String RELEASE = "release";

  /**
   * An event of the trace, and the arrows that begin or end there.
   *
   * @param at in microseconds since the beginning
   * @param lasts in microseconds; 0 for a moment
   * @param begins the numbers of the arrows that begin there
   * @param ends the number of the arrow that ends there; 0 for none
   */
  private record Slice(
      String name,
      String category,
      int thread,
      long at,
      long lasts,
      Map<String, String> details,
      List<Integer> begins,
      int ends) {}

  /** A slice comes after those that enclose it, and the end of an arrow after its beginning. */
  private static final Comparator<Slice> READING_ORDER =
      Comparator.comparingLong(Slice::at)
          .thenComparing(Slice::ends)
          .thenComparing(Comparator.comparingLong(Slice::lasts).reversed());

  private final Timeline timeline;
  private final List<String> threadNames = new ArrayList<>();

  /** The first thread of each caller. */
  private final Map<String, Integer> threads = new HashMap<>();

  private final List<Slice> slices = new ArrayList<>();
  private final Map<Mark, List<Integer>> arrows = new HashMap<>();
  private int lastArrow;

  private TimelineTrace(Timeline timeline) {
    this.timeline = timeline;
  }

  static byte[] of(Timeline timeline) {
    TimelineTrace trace = new TimelineTrace(timeline);
    timeline.lanes().forEach(trace::addCaller);
    int others = trace.newThread("probes and others");
    for (Mark mark : timeline.marks()) {
      trace.addMark(mark, trace.threads.getOrDefault(String.valueOf(mark.caller()), others));
    }
    trace.slices.sort(READING_ORDER);
    return Json.line(trace::write);
  }

  private int newThread(String name) {
    threadNames.add(name);
    return threadNames.size();
  }

  private void addCaller(String caller, List<Span> waits) {
    List<List<Span>> rows =
        Rows.of(waits, wait -> micros(wait.from()), this::end, Integer.MAX_VALUE);
    for (int i = 0; i < rows.size(); i++) {
      int thread = newThread(i == 0 ? caller : caller + " (" + (i + 1) + ")");
      threads.putIfAbsent(caller, thread);
      rows.get(i).forEach(wait -> addWait(wait, thread));
    }
  }

  /** Adds a wait, and a slice for the moment in which it ended, if it is known what ended it. */
  private void addWait(Span wait, int thread) {
    long from = micros(wait.from());
    long end = end(wait);
    Map<String, String> details =
        wait.detail().isEmpty()
            ? Map.of("outcome", wait.outcome())
            : Map.of("outcome", wait.outcome(), "detail", wait.detail());
    slices.add(new Slice(wait.path(), "wait", thread, from, end - from, details, List.of(), 0));
    Mark cause = timeline.causeWhileWaiting(wait);
    if (cause != null) {
      lastArrow++;
      arrows.computeIfAbsent(cause, c -> new ArrayList<>()).add(lastArrow);
      Map<String, String> by = Map.of("by", cause.path());
      slices.add(new Slice(wait.outcome(), RELEASE, thread, end - 1, 1, by, List.of(), lastArrow));
    }
  }

  /** When a wait ended; a microsecond after its beginning and its cause, or later. */
  private long end(Span wait) {
    Mark cause = timeline.causeWhileWaiting(wait);
    Instant last = cause == null ? wait.from() : cause.at();
    return Math.max(micros(last) + 1, micros(wait.to()));
  }

  private void addMark(Mark mark, int thread) {
    String name = mark.what().words() + " " + mark.path();
    Map<String, String> details =
        mark.detail().isEmpty() ? Map.of() : Map.of("detail", mark.detail());
    List<Integer> begins = arrows.getOrDefault(mark, List.of());
    slices.add(new Slice(name, RELEASE, thread, micros(mark.at()), 0, details, begins, 0));
  }

  private long micros(Instant at) {
    return timeline.sinceBegin(at).toNanos() / 1_000;
  }

  private void write(JsonGenerator json) {
    json.writeStringProperty("displayTimeUnit", "ms");
    json.writeArrayPropertyStart("traceEvents");
    writeName("process_name", "web-rendezvous", 0, json);
    for (int i = 0; i < threadNames.size(); i++) {
      writeName("thread_name", threadNames.get(i), i + 1, json);
    }
    for (Slice slice : slices) {
      write(slice, json);
      slice.begins.forEach(arrow -> writeArrow("s", arrow, slice, json));
      if (slice.ends > 0) {
        writeArrow("f", slice.ends, slice, json);
      }
    }
    json.writeEndArray();
  }

  private static void writeName(String what, String name, int thread, JsonGenerator json) {
    begin(what, "M", thread, json);
    json.writeObjectPropertyStart("args");
    json.writeStringProperty("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(Slice slice, JsonGenerator json) {
    begin(slice.name, slice.lasts == 0 ? "i" : "X", slice.thread, json);
    json.writeStringProperty("cat", slice.category);
    json.writeNumberProperty("ts", slice.at);
    if (slice.lasts == 0) {
      json.writeStringProperty("s", "t");
    } else {
      json.writeNumberProperty("dur", slice.lasts);
    }
    json.writeObjectPropertyStart("args");
    slice.details.forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeArrow(String phase, int number, Slice slice, JsonGenerator json) {
    begin(RELEASE, phase, slice.thread, json);
    json.writeStringProperty("cat", RELEASE);
    json.writeNumberProperty("ts", slice.at);
    json.writeNumberProperty("id", number);
    if (phase.equals("f")) {
      json.writeStringProperty("bp", "e"); // It ends at this slice, not at the next one.
    }
    json.writeEndObject();
  }

  private static void begin(String name, String phase, int thread, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("ph", phase);
    json.writeNumberProperty("pid", PROCESS);
    json.writeNumberProperty("tid", thread);
  }
}
