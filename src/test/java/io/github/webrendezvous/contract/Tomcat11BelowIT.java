package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract below a context path, which Tomcat10BelowIT and JettyBelowIT also check. */
@Tag("more-containers")
class Tomcat11BelowIT extends Contract {
  Tomcat11BelowIT() {
    super(BELOW);
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(11, deployments);
  }
}
