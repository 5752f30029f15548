package io.github.webrendezvous.contract;

import java.net.URI;

/** Where the application runs, under one or more context paths. */
interface Deployed extends AutoCloseable {
  /** Where a context path is served; a slash at the end. */
  URI uri(String contextPath);

  @Override
  void close();
}
