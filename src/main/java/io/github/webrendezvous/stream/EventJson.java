package io.github.webrendezvous.stream;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.view.LimitWords;
import tools.jackson.core.JsonGenerator;

/** Events as JSON, in the log and in streams. */
public final class EventJson {
  private EventJson() {}

  /** Writes the members of an event: what, where, who, how long, and its details. */
  public static void write(Event event, JsonGenerator json) {
    json.writeStringProperty("event", event.what().words());
    json.writeStringProperty("key", event.path());
    Caller caller = event.caller();
    if (caller != null) {
      json.writeStringProperty("caller", caller.name());
      if (caller.trace() != null) {
        json.writeStringProperty("trace", caller.trace());
      }
      if (!caller.willSignal().isEmpty()) {
        json.writeArrayPropertyStart("will_signal");
        caller.willSignal().forEach(key -> json.writeString(key.name()));
        json.writeEndArray();
      }
    }
    if (event.lasted() != null) {
      json.writeNumberProperty(
          event.what() == Event.What.WAIT_BEGAN ? "timeout" : "after",
          event.lasted().toMillis() / 1_000.0);
    }
    String detail = LimitWords.detail(event);
    if (detail != null) {
      json.writeStringProperty("detail", detail);
    }
  }
}
