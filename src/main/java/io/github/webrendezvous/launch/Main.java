package io.github.webrendezvous.launch;

import io.github.webrendezvous.app.Application;
import io.github.webrendezvous.settings.HeapDefaults;
import io.github.webrendezvous.settings.InvalidSettingException;
import io.github.webrendezvous.settings.ServerInfo;
import io.github.webrendezvous.settings.Settings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code java -jar web-rendezvous.war}. */
public final class Main {
  /** The exit code of an invalid command line or setting. */
  private static final int USAGE = 2;

  /** With one of these properties, the JDK's own log configuration is used. */
  private static final List<String> WAYS_TO_SET_UP_LOGS =
      List.of(
          "java.util.logging.config.file",
          "java.util.logging.config.class",
          "java.util.logging.SimpleFormatter.format");

  /**
   * The providers of services, by their properties. The WAR has no service files, as containers
   * would read them, too.
   */
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "slf4j.provider", "org.slf4j.jul.JULServiceProvider",
          "slf4j.internal.verbosity", "WARN",
          "jakarta.el.ExpressionFactory", "org.apache.el.ExpressionFactoryImpl");

  private static final String LOG_MANAGER = "java.util.logging.manager";

  /** Initialized at the first use, after the log manager is chosen. */
  private static final class Loggers {
    /** Referenced, as an unreferenced logger loses its level. */
    static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
  }

  private Main() {}

  /** Runs until the process is ended; ends it at once if it cannot start. */
  public static void main(String[] arguments) {
    HostNames.rememberNone();
    // Otherwise Jetty starts the platform's MBean server to find this value, which takes longer
    // than the rest of its start.
    System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
    PROVIDERS.forEach(
        (service, provider) -> {
          if (System.getProperty(service) == null) {
            System.setProperty(service, provider);
          }
        });
    if (isAscii(System.getProperty("native.encoding", "UTF-8"))) {
      // A locale such as C or POSIX, as in many images: the output is still read as UTF-8.
      System.setOut(inUtf8(FileDescriptor.out));
      System.setErr(inUtf8(FileDescriptor.err));
    }
    setUpLog();
    int exit = run(arguments, System.out, System.err);
    if (exit >= 0) {
      System.exit(exit);
    }
  }

  private static boolean isAscii(String encoding) {
    return Charset.isSupported(encoding)
        && Charset.forName(encoding).equals(StandardCharsets.US_ASCII);
  }

  private static PrintStream inUtf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  private static void setUpLog() {
    // Must run before the first logger is made.
    if (System.getProperty(LOG_MANAGER) == null) {
      System.setProperty(LOG_MANAGER, LastingLog.class.getName());
    }
    Loggers.JETTY.setLevel(Level.WARNING);
    if (WAYS_TO_SET_UP_LOGS.stream().allMatch(way -> System.getProperty(way) == null)) {
      Logger root = Logger.getLogger("");
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      Charset charset = Charset.defaultCharset();
      root.addHandler(
          new EventsTogether(
              System.err,
              isAscii(charset.name()) ? StandardCharsets.UTF_8 : charset,
              new OneLineFormatter()));
    }
  }

  /** Only our own handler: another log configuration chooses its format itself. */
  private static void logInJson() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (handler instanceof EventsTogether) {
        handler.setFormatter(new JsonFormatter());
      }
    }
  }

  /** Returns the exit code, or less than 0 if a server is running. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    CommandLine command;
    try {
      command = CommandLine.parse(arguments, System.getenv());
      if (command.wantsHelp()) {
        out.print(CommandLine.help());
        return 0;
      }
      if (command.wantsVersion()) {
        out.println(CommandLine.version());
        return 0;
      }
      Settings settings =
          Settings.read(
              command.environment(), name -> null, HeapDefaults.here(new ServerInfo("jetty/")));
      Application.check(settings);
      if (settings.jsonLog()) {
        logInJson();
      }
    } catch (UsageException | InvalidSettingException e) {
      err.println("web-rendezvous: " + e.getMessage());
      return USAGE;
    }
    ExitOnOutOfMemory.install();
    try {
      int unused = EmbeddedServer.start(command);
      return -1;
    } catch (InvalidSettingException e) {
      return USAGE; // It is in the log.
    } catch (Exception e) {
      err.println(
          e.getCause() instanceof BindException cause
              ? "web-rendezvous: " + e.getMessage() + ": " + cause.getMessage()
              : "web-rendezvous cannot start: " + e);
    }
    return 1;
  }
}
