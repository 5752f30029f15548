package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract with a store, which JettyStoredIT and StandaloneStoredIT also check. */
@Tag("more-containers")
class Tomcat10StoredIT extends StoredContract {
  @Override
  Deployed startStored(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(10, deployments);
  }
}
