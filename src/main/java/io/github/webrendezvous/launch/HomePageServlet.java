package io.github.webrendezvous.launch;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.jsp.JspFactory;
import java.io.IOException;
import java.util.Objects;
import org.apache.jasper.runtime.JspFactoryImpl;
import org.apache.tomcat.InstanceManager;
import org.apache.tomcat.SimpleInstanceManager;
import org.jspecify.annotations.Nullable;

/**
 * The page, compiled when the WAR was built. The classes of the JSP engine are loaded at the first
 * request for the page: in most processes no one opens it, and all must start fast. Public, as the
 * server creates it.
 */
public final class HomePageServlet extends HttpServlet {
  /** The name of the compiled JSP. */
  private static final String COMPILED = "org.apache.jsp.WEB_002dINF.pages.home_jsp";

  /** Set once, before the first request. Transient, as no servlet is ever serialized. */
  private transient @Nullable Servlet page;

  @Override
  public void init() throws ServletException {
    // Initializes the JSP engine without its compiler.
    JspFactory.setDefaultFactory(new JspFactoryImpl());
    getServletContext().setAttribute(InstanceManager.class.getName(), new SimpleInstanceManager());
    try {
      page =
          Class.forName(COMPILED).asSubclass(Servlet.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new ServletException("The WAR has no compiled page", e);
    }
    page.init(getServletConfig());
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    Objects.requireNonNull(page).service(request, response);
  }
}
