package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat10PostgresIT extends PostgresContract {
  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(10, deployments);
  }
}
