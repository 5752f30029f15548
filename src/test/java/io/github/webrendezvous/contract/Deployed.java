package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** Where the application runs, under one or more context paths. */
interface Deployed extends AutoCloseable {
  /** Where a context path is served; a slash at the end. */
  URI uri(String contextPath);

  @Override
  void close();

  /** Places of their own for each context path, which is the root there. */
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
