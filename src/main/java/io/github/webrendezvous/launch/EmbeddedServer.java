package io.github.webrendezvous.launch;

import io.github.webrendezvous.app.ApplicationListener;
import io.github.webrendezvous.web.RendezvousServlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** The application on a Jetty of its own: what web.xml says to a container, said here. */
final class EmbeddedServer {
  /** How long who was parked may take to be sent the answer, when the process ends. */
  private static final int TO_ANSWER_MILLIS = 1_000;

  /** The pool that they are taken from has 200 threads. */
  private static final int MOST_READERS = 16;

  private EmbeddedServer() {}

  /**
   * Starts it; it stops with the process, and answers whoever is parked before.
   *
   * @throws Exception if it does not start, for want of its port or a part
   */
  static void start(CommandLine command) throws Exception {
    Server server = new Server();
    server.setErrorHandler(new JsonErrors());
    ServerConnector connector = Listening.connector(server, !command.keepsHalfClosed(), readers());
    connector.setPort(command.listen().port());
    connector.setHost(command.listen().host());
    server.addConnector(connector);
    ApplicationListener application = new ApplicationListener(command.environment());
    GracefulHandler underWay = new GracefulHandler(new DepartureHandler(context(application)));
    server.setHandler(new ReadingThreadHandler(underWay));
    server.setStopAtShutdown(true);
    LastingLog.keepOpen();
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle stopping) {
            // From now on, new requests get 503. Parked ones are answered first, since the server
            // closes their connections before it stops the application.
            CompletableFuture<Void> sent = underWay.shutdown();
            application.close();
            awaitSent(sent);
            Farewell.say(connector);
          }

          @Override
          public void lifeCycleStopped(LifeCycle stopped) {
            LastingLog.close();
          }
        });
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
    System.getLogger(EmbeddedServer.class.getName())
        .log(System.Logger.Level.INFO, "listening on port " + connector.getLocalPort());
  }

  /**
   * One for each processor, as they handle most requests themselves ({@link ReadingThreadHandler}).
   */
  private static int readers() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_READERS);
  }

  /** Not the server's own grace, which waits for connections that nobody uses, too. */
  private static void awaitSent(CompletableFuture<Void> sent) {
    try {
      sent.get(TO_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Who is not answered by then does not read what is sent.
    }
  }

  private static ServletContextHandler context(ApplicationListener application) {
    ServletContextHandler context = new ServletContextHandler("/");
    context.setErrorHandler(new JsonErrors());
    // The application reads the path as it was sent, and refuses what may be read in two ways.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.setProtectedTargets(new String[] {"/WEB-INF", "/META-INF"});
    context.addEventListener(application);
    ServletHolder rendezvous = new ServletHolder("rendezvous", new RendezvousServlet());
    rendezvous.setAsyncSupported(true);
    rendezvous.setInitOrder(1);
    context.addServlet(rendezvous, "/*");
    ServletHolder home = new ServletHolder("home", HomePageServlet.class);
    home.setAsyncSupported(true);
    context.getServletHandler().addServlet(home);
    return context;
  }
}
