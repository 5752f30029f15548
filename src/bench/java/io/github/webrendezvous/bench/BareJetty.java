package io.github.webrendezvous.bench;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The bare servlet on a Jetty with the same configuration as ours. */
final class BareJetty {
  private BareJetty() {}

  /** Listens at the port that is its only argument. */
  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setPort(Integer.parseInt(arguments[0]));
    connector.setAcceptQueueSize(1_024);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder bare = new ServletHolder("bare", new BareServlet());
    bare.setAsyncSupported(true);
    context.addServlet(bare, "/*");
    server.setHandler(context);
    server.start();
  }
}
