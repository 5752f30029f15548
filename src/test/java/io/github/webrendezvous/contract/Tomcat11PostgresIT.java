package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat11PostgresIT extends PostgresContract {
  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(11, deployments);
  }
}
