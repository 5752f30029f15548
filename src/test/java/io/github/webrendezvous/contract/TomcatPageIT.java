package io.github.webrendezvous.contract;

import java.util.Map;

/** The home page on Tomcat in a browser. */
class TomcatPageIT extends PageContract {
  @Override
  Container start() throws Exception {
    return TomcatContainer.start(10, Map.of("/", Map.of()));
  }
}
