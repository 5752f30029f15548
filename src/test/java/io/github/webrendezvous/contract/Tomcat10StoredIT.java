package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat10StoredIT extends StoredContract {
  @Override
  Deployed startStored(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(10, deployments);
  }
}
