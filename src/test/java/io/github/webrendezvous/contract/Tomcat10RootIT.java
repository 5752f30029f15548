package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat10RootIT extends Contract {
  Tomcat10RootIT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(10, deployments);
  }
}
