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

/** Every request there is, whatever its method and path. Thread-safe. */
public final class RendezvousServlet extends HttpServlet {
  /**
   * The attribute of a request in which a server that notices when a client has gone leaves a
   * {@code Consumer<Runnable>}: it takes a task to run then.
   */
  public static final String WHEN_GONE = "io.github.webrendezvous.whenGone";

  /** Set once, before the first request. Not serializable, as no servlet is ever serialized. */
  private transient @Nullable Routes routes;

  @Override
  public void init() throws ServletException {
    routes = (Routes) getServletContext().getAttribute(Routes.class.getName());
  }

  /**
   * In place of HttpServlet's own, which answers 501 to a method it does not know, {@code get}
   * among them.
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
