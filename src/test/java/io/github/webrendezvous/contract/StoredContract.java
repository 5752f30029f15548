package io.github.webrendezvous.contract;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The contract with signals in PostgreSQL. */
abstract class StoredContract extends Contract {
  private StoreDatabases databases;

  StoredContract() {
    super("/");
  }

  abstract Deployed startStored(Map<String, Map<String, String>> deployments) throws Exception;

  @Override
  final Deployed start(Map<String, Map<String, String>> deployments) throws Exception {
    databases = databases();
    Deployed started = startStored(databases.with(deployments));
    return new Deployed() {
      @Override
      public URI uri(String contextPath) {
        return started.uri(contextPath);
      }

      @Override
      public void close() {
        started.close();
        databases.close();
      }
    };
  }

  private static StoreDatabases databases() throws IOException {
    return new StoreDatabases(PostgresServer.embedded());
  }
}
