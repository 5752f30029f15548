package io.github.webrendezvous.web;

import java.util.ArrayList;
import java.util.List;

/** Every request that means something, read off what the parser reads requests with. Immutable. */
final class Grammar {
  /**
   * One kind of request.
   *
   * @param path as a template: {@code /_port/{host}/{port}}
   * @param about what it does, in one line
   * @param example path and query of one that works, as it stands or nearly so
   * @param own parameters of this kind of request
   * @param isWait whether it is held, and may have {@link Parameter#ON_EVERY_WAIT}, too
   */
  record Request(
      String method,
      String path,
      String about,
      String example,
      List<Parameter> own,
      boolean isWait) {}

  private final List<Request> requests = new ArrayList<>();

  Grammar(Conditions conditions) {
    for (WaitForm form : conditions.forms()) {
      List<Parameter> own = new ArrayList<>(form.parameters());
      own.removeAll(Parameter.ON_EVERY_WAIT);
      String path = form.usage().split("\\?", 2)[0];
      requests.add(
          new Request("GET", path, "wait " + form.about(), form.example(), List.copyOf(own), true));
    }
    String key = new KeyForm().example();
    add("PUT", "/{key}", "signal it; the body is the value for all", key, SignalHandler.ON_PUT);
    add("POST", "/{key}", "signal it, and count one arrival", key, SignalHandler.ON_POST);
    add("DELETE", "/{key}", "reset it: forget the signal, end the waits", key, List.of());
    add("DELETE", "/{prefix}/*", "reset every key below", "/run-1/*", List.of());
    add("DELETE", "/*", "reset every key there is", "/*?all", List.of(Parameter.ALL));
    add("GET", "/", "how it stands: a page, or JSON", "/", List.of());
    add("GET", "/_help", "this text", "/_help", List.of());
    add("GET", "/_openapi.json", "the same for programs", "/_openapi.json", List.of());
  }

  private void add(
      String method, String path, String about, String example, List<Parameter> parameters) {
    requests.add(new Request(method, path, about, example, parameters, false));
  }

  List<Request> requests() {
    return requests;
  }
}
