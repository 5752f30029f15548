package io.github.webrendezvous.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Collects what a JSP writes, as UTF-8, instead of sending it to the client. Not thread-safe. */
final class PageBuffer extends HttpServletResponseWrapper {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintWriter writer =
      new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));

  private boolean failed;

  PageBuffer(HttpServletResponse response) {
    super(response);
  }

  @Override
  public PrintWriter getWriter() {
    return writer;
  }

  @Override
  public ServletOutputStream getOutputStream() {
    throw new IllegalStateException("A page is text");
  }

  @Override
  public void flushBuffer() {
    writer.flush();
  }

  @Override
  public boolean isCommitted() {
    return false;
  }

  /** The container does not have the page. */
  @Override
  public void sendError(int status) {
    failed = true;
  }

  @Override
  public void sendError(int status, String message) {
    failed = true;
  }

  /** Whether the container answered with an error instead of the page. */
  boolean hasFailed() {
    return failed;
  }

  /** All that was written. */
  byte[] written() {
    writer.flush();
    return bytes.toByteArray();
  }
}
