package io.github.webrendezvous.web;

import io.github.webrendezvous.settings.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Builds the application when the container deploys it, and ends it when it is undeployed. */
public final class ApplicationListener implements ServletContextListener {
  /** Written and read by the container's deploying threads, one after the other. */
  private @Nullable Application application;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    Settings settings = Settings.read(System.getenv(), context::getInitParameter);
    try {
      application = new Application(settings, context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context.setAttribute(Application.class.getName(), application);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (application != null) {
      application.close();
    }
  }
}
