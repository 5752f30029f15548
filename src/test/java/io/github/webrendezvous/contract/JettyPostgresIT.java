package io.github.webrendezvous.contract;

import java.util.Map;

class JettyPostgresIT extends PostgresContract {
  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return JettyContainer.start(deployments);
  }
}
