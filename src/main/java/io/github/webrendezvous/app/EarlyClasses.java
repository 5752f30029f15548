package io.github.webrendezvous.app;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Loads all classes of the application soon after its start. A container reads a class from its
 * file when it is first used; if the process has no file descriptors left then, that fails, and
 * keeps failing, because the JVM remembers it. A wait whose deadline needed such a class was never
 * answered. {@code java -jar} keeps its file open, and needs none of this. Thread-safe.
 */
final class EarlyClasses {
  private static final Logger LOG = System.getLogger(EarlyClasses.class.getName());

  private static final String CLASSES = "/WEB-INF/classes/";
  private static final String OURS = CLASSES + "io/github/webrendezvous/";
  private static final String ENDING = ".class";

  private final ServletContext context;
  private final Thread thread;

  /** Starts to load them, on a thread of its own that ends afterwards. */
  static EarlyClasses load(ServletContext context) {
    EarlyClasses loading = new EarlyClasses(context);
    loading.thread.start();
    return loading;
  }

  private EarlyClasses(ServletContext context) {
    this.context = context;
    thread = new Thread(() -> loadBelow(OURS), "web-rendezvous-classes");
    thread.setDaemon(true);
  }

  private void loadBelow(String folder) {
    Set<String> paths = context.getResourcePaths(folder);
    if (paths == null) {
      return; // There is no such folder, so the classes are in a file that is open.
    }
    for (String path : paths) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      if (path.endsWith("/")) {
        loadBelow(path);
      } else if (path.endsWith(ENDING)) {
        load(path.substring(CLASSES.length(), path.length() - ENDING.length()).replace('/', '.'));
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, EarlyClasses.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // Classes of the embedded server are not there in a container, for example.
      LOG.log(Logger.Level.DEBUG, "A class is not loaded early", e);
    }
  }

  /** Ends the thread, if it still runs. */
  void end(Duration patience) {
    thread.interrupt();
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, patience.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
