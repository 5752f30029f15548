package io.github.webrendezvous.contract;

import java.util.Map;

class Tomcat11StoredIT extends StoredContract {
  @Override
  Deployed startStored(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(11, deployments);
  }
}
