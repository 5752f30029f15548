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
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The application on its own Jetty, configured here as web.xml does in a container. */
final class EmbeddedServer {
  /** The longest that sending the answers of parked requests may take when the process ends. */
  private static final int TO_ANSWER_MILLIS = 1_000;

  /** The pool has 200 threads. */
  private static final int MOST_READERS = 16;

  private static final int IDLE_THREAD_MILLIS = 10_000;

  private EmbeddedServer() {}

  /**
   * Starts it; it stops with the process, and answers parked requests before.
   *
   * @return the port that it listens on
   * @throws Exception if it cannot start, for example because the port is in use
   */
  static int start(CommandLine command) throws Exception {
    QueuedThreadPool pool = new QueuedThreadPool();
    // Threads that a burst of requests has started end soon, and not one in a minute.
    pool.setIdleTimeout(IDLE_THREAD_MILLIS);
    pool.setMaxEvictCount(pool.getMaxThreads());
    Server server = new Server(pool);
    server.setErrorHandler(new JsonErrors());
    ServerConnector connector =
        Listening.connector(server, !command.keepsHalfClosed(), readers(), command.headerBytes());
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
    return connector.getLocalPort();
  }

  /**
   * One for each processor, as they handle most requests themselves ({@link ReadingThreadHandler}).
   */
  private static int readers() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_READERS);
  }

  /** Not the server's own graceful stop, which also waits for idle connections. */
  private static void awaitSent(CompletableFuture<Void> sent) {
    try {
      sent.get(TO_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A client that is not answered by then does not read.
    }
  }

  private static ServletContextHandler context(ApplicationListener application) {
    ServletContextHandler context = new ServletContextHandler("/");
    context.setErrorHandler(new JsonErrors());
    // The application reads the raw path, and rejects ambiguous ones.
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
