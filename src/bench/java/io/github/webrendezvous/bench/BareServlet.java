package io.github.webrendezvous.bench;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * A minimal servlet that parks and answers requests: no deadline, no latch, no journal, no log. The
 * thread of the PUT answers all waits, and the PUT last.
 */
@WebServlet(urlPatterns = "/*", asyncSupported = true)
public final class BareServlet extends HttpServlet {
  private static final byte[] OK = "{\"ok\":true}\n".getBytes(StandardCharsets.US_ASCII);

  private final transient ConcurrentMap<String, Queue<AsyncContext>> parked =
      new ConcurrentHashMap<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().equals("/")) {
      answer(response);
      return;
    }
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0);
    // In one step; otherwise a PUT that takes the queue meanwhile would miss this request.
    parked.compute(
        request.getRequestURI(),
        (uri, known) -> {
          Queue<AsyncContext> queue = known == null ? new ConcurrentLinkedQueue<>() : known;
          queue.add(async);
          return queue;
        });
  }

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Queue<AsyncContext> waiting = parked.remove(request.getRequestURI());
    if (waiting != null) {
      for (AsyncContext async : waiting) {
        answer((HttpServletResponse) async.getResponse());
        async.complete();
      }
    }
    answer(response);
  }

  private static void answer(HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    response.setContentLength(OK.length);
    response.getOutputStream().write(OK);
  }
}
