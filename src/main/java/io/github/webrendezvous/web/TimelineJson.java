package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.view.Mark;
import io.github.webrendezvous.view.Span;
import io.github.webrendezvous.view.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Timelines as JSON. */
final class TimelineJson {
  private TimelineJson() {}

  /** Writes the members: waits, marks and the critical path; times are in seconds. */
  static void write(Timeline timeline, JsonGenerator json) {
    Instant begin = timeline.begin();
    if (begin != null) {
      json.writeStringProperty("begin", begin.toString());
    }
    json.writeNumberProperty("seconds", seconds(timeline.length()));
    json.writeArrayPropertyStart("waits");
    timeline.spans().forEach(span -> write(span, timeline, json));
    json.writeEndArray();
    json.writeArrayPropertyStart("marks");
    timeline.marks().forEach(mark -> write(mark, timeline, json));
    json.writeEndArray();
    json.writeArrayPropertyStart("critical_path");
    for (Timeline.Link link : timeline.criticalPath()) {
      json.writeStartObject();
      json.writeStringProperty("caller", link.span().caller().name());
      json.writeStringProperty("condition", link.span().path());
      json.writeStringProperty("outcome", link.span().outcome());
      json.writeNumberProperty("saving", seconds(timeline.saving(link)));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(Span span, Timeline timeline, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("caller", span.caller().name());
    json.writeStringProperty("condition", span.path());
    json.writeNumberProperty("from", seconds(timeline.sinceBegin(span.from())));
    json.writeNumberProperty("to", seconds(timeline.sinceBegin(span.to())));
    json.writeStringProperty("outcome", span.outcome());
    if (!span.detail().isEmpty()) {
      json.writeStringProperty("detail", span.detail());
    }
    Mark cause = timeline.cause(span);
    if (cause != null) {
      json.writeStringProperty(span.isReleased() ? "released_by" : "ended_by", cause.path());
      if (cause.caller() != null) {
        json.writeStringProperty("signalled_by", cause.caller());
      }
    }
    json.writeEndObject();
  }

  private static void write(Mark mark, Timeline timeline, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("at", seconds(timeline.sinceBegin(mark.at())));
    json.writeStringProperty("event", mark.what().words());
    json.writeStringProperty("key", mark.path());
    if (mark.caller() != null) {
      json.writeStringProperty("caller", mark.caller());
    }
    if (!mark.detail().isEmpty()) {
      json.writeStringProperty("detail", mark.detail());
    }
    json.writeEndObject();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  /** In the Trace Event Format of Chrome, which Perfetto reads: a thread for each caller. */
  static byte[] trace(Timeline timeline) {
    return Json.line(
        json -> {
          Map<String, Integer> threads = new HashMap<>();
          json.writeStringProperty("displayTimeUnit", "ms");
          json.writeArrayPropertyStart("traceEvents");
          for (String caller : timeline.lanes().keySet()) {
            threads.put(caller, threads.size() + 1);
            writeName(caller, threads.get(caller), json);
          }
          writeName("probes and others", 0, json);
          int flows = 0;
          for (Span span : timeline.spans()) {
            int thread = threads.getOrDefault(span.caller().name(), 0);
            begin(span.path(), "wait", "X", span.from(), thread, timeline, json);
            json.writeNumberProperty("dur", micros(span.lasted()));
            json.writeObjectPropertyStart("args");
            json.writeStringProperty("outcome", span.outcome());
            if (!span.detail().isEmpty()) {
              json.writeStringProperty("detail", span.detail());
            }
            json.writeEndObject();
            json.writeEndObject();
            Mark cause = timeline.cause(span);
            if (cause != null && cause.at().isAfter(span.from())) {
              int from = threads.getOrDefault(String.valueOf(cause.caller()), 0);
              flows++;
              flow("s", flows, cause.at(), from, timeline, json);
              flow("f", flows, span.to(), thread, timeline, json);
            }
          }
          for (Mark mark : timeline.marks()) {
            int thread = threads.getOrDefault(String.valueOf(mark.caller()), 0);
            String name = mark.what().words() + " " + mark.path();
            begin(name, "mark", "i", mark.at(), thread, timeline, json);
            json.writeStringProperty("s", "t");
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeName(String name, int thread, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", "thread_name");
    json.writeStringProperty("ph", "M");
    json.writeNumberProperty("pid", 1);
    json.writeNumberProperty("tid", thread);
    json.writeObjectPropertyStart("args");
    json.writeStringProperty("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void begin(
      String name,
      String category,
      String phase,
      Instant at,
      int thread,
      Timeline timeline,
      JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("cat", category);
    json.writeStringProperty("ph", phase);
    json.writeNumberProperty("ts", micros(timeline.sinceBegin(at)));
    json.writeNumberProperty("pid", 1);
    json.writeNumberProperty("tid", thread);
  }

  private static void flow(
      String phase, int id, Instant at, int thread, Timeline timeline, JsonGenerator json) {
    begin("releases", "release", phase, at, thread, timeline, json);
    json.writeNumberProperty("id", id);
    if (phase.equals("f")) {
      json.writeStringProperty("bp", "e");
    }
    json.writeEndObject();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
