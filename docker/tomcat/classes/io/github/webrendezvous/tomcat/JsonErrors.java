package io.github.webrendezvous.tomcat;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;

/**
 * What Tomcat rejects by itself, before the application sees it, as one line of JSON, whatever the
 * method. Nothing of the request is repeated. Compiled when the image is built.
 */
public final class JsonErrors extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    AtomicBoolean open = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
    if (!open.get()) {
      return;
    }
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding("utf-8");
      response.setHeader("Cache-Control", "no-store");
      if (status == 503) {
        response.setHeader("Retry-After", "1");
      }
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write("{\"ok\":false,\"error\":\"" + inWords(status) + "\"}\n");
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // The client has gone.
    }
  }

  /** Without anything that JSON would have to escape. */
  private static String inWords(int status) {
    switch (status) {
      case 400:
        return "The request is malformed: check the request line and the headers (at most 16 KiB), and percent-encode"
            + " special characters";
      case 403:
      case 405:
        return "This method is not supported here: GET waits, PUT or POST signals, DELETE resets";
      case 404:
        return "Nothing is served at this path";
      case 503:
        return "Shutting down";
      case 505:
        return "This version of HTTP is not supported: use HTTP/1.1";
      default:
        return status < 500 ? "The request was refused" : "Internal error: the server's log has the cause";
    }
  }
}
