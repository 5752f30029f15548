package io.github.webrendezvous.launch;

import io.github.webrendezvous.syntax.KeyPaths;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handles a request on the thread that has read it, if nothing can block: a wait for a key and a
 * signal without a value only touch the registry. Handing them to a thread of the pool costs as
 * much as the rest of such a request (docs/benchmarks.md). Everything else goes to the pool: the
 * page, probes, bodies, which may arrive slowly, and resets, which may be long. Thread-safe.
 */
final class ReadingThreadHandler extends Handler.Wrapper {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST");

  ReadingThreadHandler(Handler handler) {
    super(handler);
  }

  /** Tells the server to call this handler on the thread that read the request. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (onlyTouchesTheRegistry(request)) {
      return super.handle(request, response, callback);
    }
    try {
      getServer().getThreadPool().execute(() -> handleInPool(request, response, callback));
    } catch (RejectedExecutionException e) {
      // The server stops.
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return true;
  }

  private static boolean onlyTouchesTheRegistry(Request request) {
    // The decoded path: /%5Fport is reserved, too.
    String path = request.getHttpURI().getCanonicalPath();
    return path != null
        && KeyPaths.isKey(path)
        && METHODS.contains(request.getMethod().toUpperCase(Locale.ROOT))
        && hasNoBody(request);
  }

  static boolean hasNoBody(Request request) {
    return request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private void handleInPool(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
