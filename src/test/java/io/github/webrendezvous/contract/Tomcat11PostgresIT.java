package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Probes of PostgreSQL, which Tomcat10PostgresIT and JettyPostgresIT also check. */
@Tag("more-containers")
class Tomcat11PostgresIT extends PostgresContract {
  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return TomcatContainer.start(11, deployments);
  }
}
