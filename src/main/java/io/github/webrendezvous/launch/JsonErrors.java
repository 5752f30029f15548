package io.github.webrendezvous.launch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that the server rejects itself with one line of JSON, whatever the method.
 * Nothing of the request is repeated. Thread-safe.
 */
public final class JsonErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException rejected) {
      status = rejected.getCode();
      response.setStatus(status);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (status == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    String line = "{\"ok\":false,\"error\":\"" + inWords(status, longestHead(request)) + "\"}\n";
    response.write(true, ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), callback);
    return true;
  }

  private static int longestHead(Request request) {
    return request.getConnectionMetaData().getHttpConfiguration().getRequestHeaderSize();
  }

  /** Without characters that JSON must escape. */
  private static String inWords(int status, int longestHead) {
    return switch (status) {
      case 400 ->
          "The request is malformed: check the request line and the headers, and percent-encode"
              + " special characters";
      case 403, 405 ->
          "This method is not supported here: GET waits, PUT or POST signals, DELETE resets";
      case 404 -> "Nothing is served at this path";
      case 408 -> "The request did not arrive in time";
      case 413 -> "The body is too long: send less";
      case 414, 431 ->
          "The request line and headers are longer than "
              + longestHead
              + " bytes: send fewer terms, or shorter names";
      case 501 -> "Not supported: send a plain HTTP/1.1 request";
      case 503 -> "Shutting down";
      case 505 -> "This version of HTTP is not supported: use HTTP/1.1";
      default ->
          status < 500
              ? "The request was refused"
              : "Internal error: the server's log has the cause";
    };
  }
}
