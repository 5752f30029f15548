package io.github.webrendezvous.app;

import io.github.webrendezvous.settings.HeapDefaults;
import io.github.webrendezvous.settings.InvalidSettingException;
import io.github.webrendezvous.settings.ServerInfo;
import io.github.webrendezvous.settings.SettingWarnings;
import io.github.webrendezvous.settings.Settings;
import io.github.webrendezvous.web.Routes;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the application when the container deploys it, and ends it when it is undeployed. */
public final class ApplicationListener implements ServletContextListener {
  private static final Logger LOG = System.getLogger(ApplicationListener.class.getName());

  private static final Duration TO_END = Duration.ofSeconds(1);

  private final Map<String, String> environment;

  /** Written and read by threads that start and stop the container, one after the other. */
  private @Nullable Application application;

  /** The same. */
  private @Nullable EarlyClasses classes;

  /** For containers. */
  public ApplicationListener() {
    this(System.getenv());
  }

  /**
   * @param environment whose settings override the context init parameters
   */
  public ApplicationListener(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    try {
      ServerInfo server = new ServerInfo(context.getServerInfo());
      Settings settings =
          Settings.read(environment, context::getInitParameter, HeapDefaults.here(server));
      SettingWarnings.find(
              environment,
              Collections.list(context.getInitParameterNames()),
              context::getInitParameter,
              settings)
          .forEach(warning -> LOG.log(Logger.Level.WARNING, warning));
      server.warning().ifPresent(warning -> LOG.log(Logger.Level.WARNING, warning));
      application = new Application(settings, server);
    } catch (InvalidSettingException e) {
      // Containers log the exception of a listener where few people look; Tomcat's catalina.out
      // does not have it.
      LOG.log(Logger.Level.ERROR, "web-rendezvous cannot start: " + e.getMessage());
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context.setAttribute(Routes.class.getName(), application.routes());
    classes = EarlyClasses.load(context);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (classes != null) {
      classes.end(TO_END);
    }
    close();
    RecordLinkage.release();
  }

  /**
   * Answers all waits; from then on no request is parked. For a server that can announce that it
   * stops; with others, the end of the context does the same.
   */
  public void close() {
    if (application != null) {
      application.close();
    }
  }
}
