package io.github.webrendezvous.contract;

import java.util.Map;

/** The official image of PostgreSQL, whose entry point starts the server twice. */
class DockerPostgresIT extends PostgresContract {
  @Override
  PostgresServer server() throws Exception {
    Docker.require();
    return PostgresServer.inDocker();
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return JettyContainer.start(deployments);
  }
}
