package io.github.webrendezvous.contract;

import java.util.Map;

class StandaloneStoredIT extends StoredContract {
  @Override
  Deployed startStored(Map<String, Map<String, String>> deployments) throws Exception {
    return StandaloneContainer.startEach(deployments);
  }
}
