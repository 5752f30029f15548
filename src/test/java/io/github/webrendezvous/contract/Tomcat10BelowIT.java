package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat10BelowIT extends Contract {
  Tomcat10BelowIT() {
    super(BELOW);
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(10, deployments);
  }
}
