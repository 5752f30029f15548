package io.github.webrendezvous.launch;

import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * The connectors of our own Jetty: that of {@code java -jar}, and that of {@code mvn jetty:run},
 * which finds this class by name (src/main/jetty/server.xml).
 */
public final class Listening implements Consumer<Server> {
  // Many programs may connect at once; with 50, the default, a burst of connections takes seconds.
  private static final int ACCEPT_QUEUE = 1_024;

  private static final int AS_JETTY_SEES_FIT = -1;

  /** Room for 64 terms with long names, encoded. */
  static final int DEFAULT_HEADER_BYTES = 32 * 1_024;

  /** Adds a connector at the port of the property jetty.http.port, or 8080. */
  @Override
  public void accept(Server server) {
    HostNames.rememberNone();
    ServerConnector connector = connector(server, false, AS_JETTY_SEES_FIT, DEFAULT_HEADER_BYTES);
    connector.setPort(Integer.getInteger("jetty.http.port", 8080));
    server.addConnector(connector);
    server.setErrorHandler(new JsonErrors());
  }

  /**
   * A connector.
   *
   * @param watched whether to notice that a client disconnects while its request is parked
   * @param readers the number of threads that read requests
   * @param headerBytes the maximum size of the head of a request
   */
  static ServerConnector connector(Server server, boolean watched, int readers, int headerBytes) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // The application reports invalid paths itself.
    http.setUriCompliance(UriCompliance.UNSAFE);
    // Otherwise a connection takes a token in another case for the one that it has seen before.
    http.setHeaderCacheCaseSensitive(true);
    http.setRequestHeaderSize(headerBytes);
    ServerConnector connector =
        watched
            ? new ServerConnector(
                server,
                new RestingConnections(TryExecutor.asTryExecutor(server.getThreadPool())),
                null,
                null,
                AS_JETTY_SEES_FIT,
                readers,
                new Watched(http))
            : new ServerConnector(
                server, AS_JETTY_SEES_FIT, readers, new HttpConnectionFactory(http));
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    return connector;
  }

  /** Makes connections with end points that can be watched. */
  private static final class Watched extends HttpConnectionFactory {
    Watched(HttpConfiguration http) {
      super(http);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return super.newConnection(connector, new WatchedEndPoint(endPoint, connector.getExecutor()));
    }
  }
}
