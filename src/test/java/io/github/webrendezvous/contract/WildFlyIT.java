package io.github.webrendezvous.contract;

import java.util.Map;

/** The contract in WildFly. */
class WildFlyIT extends Contract implements UndertowCases {
  WildFlyIT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return WildFlyContainer.start(deployments);
  }
}
