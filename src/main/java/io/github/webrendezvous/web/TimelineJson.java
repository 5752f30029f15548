package io.github.webrendezvous.web;

import io.github.webrendezvous.view.Mark;
import io.github.webrendezvous.view.Span;
import io.github.webrendezvous.view.Timeline;
import java.time.Duration;
import java.time.Instant;
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
}
