package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat11BelowIT extends Contract {
  Tomcat11BelowIT() {
    super(BELOW);
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(11, deployments);
  }
}
