package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** The application in a container, under one or more context paths. */
interface Deployed extends AutoCloseable {
  /** The URL of a context path, with a slash at the end. */
  URI uri(String contextPath);

  @Override
  void close();

  /** A separate server for each context path, which is the root there. */
  static Deployed each(Map<String, ? extends Deployed> byPath) {
    return new Deployed() {
      @Override
      public URI uri(String contextPath) {
        return Objects.requireNonNull(byPath.get(contextPath)).uri("/");
      }

      @Override
      public void close() {
        byPath.values().forEach(Deployed::close);
      }
    };
  }
}
