package io.github.webrendezvous.web;

import io.github.webrendezvous.http.NormalisedMethod;
import io.github.webrendezvous.rendezvous.Defects;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Handles every request, whatever its method and path. Thread-safe. */
public final class RendezvousServlet extends HttpServlet {
  /** Set once, before the first request. Transient, as no servlet is ever serialized. */
  private transient @Nullable Routes routes;

  @Override
  public void init() throws ServletException {
    routes = (Routes) getServletContext().getAttribute(Routes.class.getName());
  }

  /**
   * Replaces the method of HttpServlet, which answers 501 to unknown methods, {@code get} among
   * them.
   */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      Objects.requireNonNull(routes).dispatch(NormalisedMethod.of(request), response);
    } catch (OutOfMemoryError e) {
      throw Defects.noted(e);
    }
  }
}
