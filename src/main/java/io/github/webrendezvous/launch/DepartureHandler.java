package io.github.webrendezvous.launch;

import io.github.webrendezvous.exchange.Departure;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets the application know when the client of a parked request disconnects, which the Servlet API
 * does not report. Thread-safe.
 */
final class DepartureHandler extends Handler.Wrapper {
  DepartureHandler(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getConnectionMetaData().getConnection().getEndPoint()
        instanceof WatchedEndPoint watched) {
      boolean hasNoBody = ReadingThreadHandler.hasNoBody(request);
      watched.requestBegins(hasNoBody);
      // A body is read by the HTTP connection, which then notices it itself.
      if (hasNoBody && mayPark(request.getMethod())) {
        Consumer<Runnable> watch = watched::watch;
        request.setAttribute(Departure.WHEN_GONE, watch);
      }
    }
    return super.handle(request, response, callback);
  }

  private static boolean mayPark(String method) {
    return method.equalsIgnoreCase("GET") || method.equalsIgnoreCase("HEAD");
  }
}
