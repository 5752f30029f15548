package io.github.webrendezvous.probe;

import java.io.IOException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParser;
import org.apache.hc.core5.http.nio.SessionInputBuffer;

/**
 * Parses response heads, which are complete only with their empty line (RFC 9112, section 8). Not
 * thread-safe.
 */
final class WholeHeadParser extends DefaultHttpResponseParser<HttpResponse> {
  /** The maximum size of a head in bytes. */
  static final int MOST_BYTES = 256 * 1_024;

  /** The server closed the connection in the middle of a head. */
  static final class CutOffException extends ConnectionClosedException {}

  private int bytes;

  WholeHeadParser(Http1Config bounds) {
    super(bounds, DefaultHttpResponseFactory.INSTANCE);
  }

  @Override
  public void reset() {
    super.reset();
    bytes = 0;
  }

  @Override
  public HttpResponse parse(SessionInputBuffer buffer, boolean endOfStream)
      throws IOException, HttpException {
    int before = buffer.length();
    // The library's parser treats the end of the stream as the end of the head.
    HttpResponse response = super.parse(buffer, false);
    bytes += before - buffer.length();
    if (response == null && bytes > MOST_BYTES) {
      throw new MessageConstraintException("more than " + MOST_BYTES + " bytes");
    }
    if (response == null && endOfStream && (bytes > 0 || buffer.hasData())) {
      throw new CutOffException();
    }
    return response;
  }
}
