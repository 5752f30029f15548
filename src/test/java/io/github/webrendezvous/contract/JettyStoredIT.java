package io.github.webrendezvous.contract;

import java.util.Map;

class JettyStoredIT extends StoredContract {
  @Override
  Deployed startStored(Map<String, Map<String, String>> deployments) throws Exception {
    return JettyContainer.start(deployments);
  }
}
