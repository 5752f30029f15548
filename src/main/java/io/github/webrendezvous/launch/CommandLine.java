package io.github.webrendezvous.launch;

import io.github.webrendezvous.settings.Setting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The command line: an address, and settings that override the environment. Immutable. */
final class CommandLine {
  private static final String PORT = "port";
  private static final String HOST = "host";
  private static final String KEEP_HALF_CLOSED = "keepHalfClosed";
  private static final String HEADER_BYTES = "maxHeaderBytes";
  private static final String HELP = "help";
  private static final String VERSION = "version";
  private static final String LINE = "  %-26s%s%n";

  private static final int LEAST_HEADER_BYTES = 1_024;
  private static final int MOST_HEADER_BYTES = 1_024 * 1_024;

  private final org.apache.commons.cli.CommandLine parsed;
  private final Map<String, String> environment;
  private final ListenAddress listen;
  private final int headerBytes;

  private CommandLine(
      org.apache.commons.cli.CommandLine parsed,
      Map<String, String> environment,
      ListenAddress listen,
      int headerBytes) {
    this.parsed = parsed;
    this.environment = environment;
    this.listen = listen;
    this.headerBytes = headerBytes;
  }

  /**
   * Reads the arguments; each flag may begin with one dash or two, and have its value after a space
   * or an equals sign.
   *
   * @throws UsageException if a flag is unknown, repeated or without a value, or there is another
   *     argument
   */
  static CommandLine parse(String[] arguments, Map<String, String> environment)
      throws UsageException {
    org.apache.commons.cli.CommandLine parsed;
    try {
      parsed =
          DefaultParser.builder().setAllowPartialMatching(false).get().parse(options(), arguments);
    } catch (UnrecognizedOptionException e) {
      throw new UsageException("unknown flag " + e.getOption());
    } catch (MissingArgumentException e) {
      throw new UsageException("the flag --" + e.getOption().getLongOpt() + " has no value");
    } catch (ParseException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    Set<String> given = new HashSet<>();
    for (Option option : parsed.getOptions()) {
      if (!given.add(option.getLongOpt())) {
        throw new UsageException("the flag --" + option.getLongOpt() + " was given twice");
      }
    }
    List<String> more = parsed.getArgList();
    if (!more.isEmpty()) {
      throw new UsageException("unexpected argument \"" + more.get(0) + "\"");
    }
    Map<String, String> merged = new HashMap<>(environment);
    for (Setting setting : Setting.values()) {
      String value = parsed.getOptionValue(setting.flag());
      if (value != null) {
        setting.variables().forEach(merged::remove);
        merged.put(setting.flagInEnvironment(), value);
      }
    }
    return new CommandLine(
        parsed, Map.copyOf(merged), listen(parsed, environment), headerBytes(parsed, environment));
  }

  /** The environment, overridden by the flags. */
  private static ListenAddress listen(
      org.apache.commons.cli.CommandLine parsed, Map<String, String> environment)
      throws UsageException {
    String host = parsed.getOptionValue(HOST);
    String port = parsed.getOptionValue(PORT);
    ListenAddress otherwise =
        ListenAddress.parse(
            environment.getOrDefault(ListenAddress.VARIABLE, ListenAddress.DEFAULT));
    return new ListenAddress(
        host == null ? otherwise.host() : host,
        port == null ? otherwise.port() : ListenAddress.port(port));
  }

  private static int headerBytes(
      org.apache.commons.cli.CommandLine parsed, Map<String, String> environment)
      throws UsageException {
    String text = parsed.getOptionValue(HEADER_BYTES);
    if (text == null) {
      text = environment.get(Setting.MAX_HEADER_BYTES);
    }
    if (text == null) {
      return Listening.DEFAULT_HEADER_BYTES;
    }
    int value = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
    if (value < LEAST_HEADER_BYTES || value > MOST_HEADER_BYTES) {
      throw new UsageException(
          "the setting %s is \"%s\", but must be a whole number from %d to %d"
              .formatted(HEADER_BYTES, text, LEAST_HEADER_BYTES, MOST_HEADER_BYTES));
    }
    return value;
  }

  private static Options options() {
    Options options = new Options();
    options.addOption(flag(PORT, true));
    options.addOption(flag(HOST, true));
    for (Setting setting : Setting.values()) {
      options.addOption(flag(setting.flag(), true));
    }
    options.addOption(flag(KEEP_HALF_CLOSED, false));
    options.addOption(flag(HEADER_BYTES, true));
    options.addOption(flag(HELP, false));
    options.addOption(flag(VERSION, false));
    return options;
  }

  private static Option flag(String name, boolean takesValue) {
    return Option.builder().longOpt(name).hasArg(takesValue).get();
  }

  /** The help: every flag with its default. */
  static String help() {
    StringBuilder help = new StringBuilder();
    help.append(
        """
        Usage: java -jar web-rendezvous.war [--flag value ...]

        """);
    help.append(LINE.formatted("--port 8080", "the port to listen on; 0 picks a free port"));
    help.append(LINE.formatted("--host 0.0.0.0", "the address to listen on"));
    for (Setting setting : Setting.values()) {
      String flag = "--" + setting.flag();
      if (setting == Setting.POSTGRES_URL) {
        help.append(LINE.formatted(flag + " URL", setting.about() + ";"));
        help.append("      {{.}} stands for the database; by default\n");
        help.append("      ").append(setting.byDefault()).append('\n');
      } else {
        String byDefault = setting.byDefault().isEmpty() ? shape(setting) : setting.byDefault();
        String value = setting.isSecret() ? "FILE" : byDefault;
        help.append(LINE.formatted(flag + " " + value, setting.about()));
      }
    }
    help.append(
        LINE.formatted("--keepHalfClosed", "a client that has only stopped sending is not gone"));
    help.append(
        LINE.formatted(
            "--" + HEADER_BYTES + " " + Listening.DEFAULT_HEADER_BYTES,
            "maximum size of the head of a request"));
    help.append(LINE.formatted("--help", "show this help"));
    help.append(LINE.formatted("--version", "show the version"));
    help.append(
        """

        N: the default depends on the heap; -Xmx256m gives 8000 waits.

        One dash works as well as two. Times are seconds (30, 2.5) or 500ms, 45s, 10m. A
        flag overrides the environment (RENDEZVOUS_LISTEN, RENDEZVOUS_TIMEOUT ...).
        """);
    return help.toString().replace("\r\n", "\n");
  }

  /** What a setting without a default takes. */
  private static String shape(Setting setting) {
    return setting.label().endsWith("URL") ? "URL" : "RULES";
  }

  /** The version of the WAR. */
  static String version() {
    String version = CommandLine.class.getPackage().getImplementationVersion();
    return "web-rendezvous " + (version == null ? "(unpacked)" : version);
  }

  boolean wantsHelp() {
    return parsed.hasOption(HELP);
  }

  boolean wantsVersion() {
    return parsed.hasOption(VERSION);
  }

  /** The environment, overridden by the flags. */
  Map<String, String> environment() {
    return environment;
  }

  /** Whether to keep clients that have closed their sending side. */
  boolean keepsHalfClosed() {
    return parsed.hasOption(KEEP_HALF_CLOSED)
        || "true".equals(environment.get(Setting.KEEP_HALF_CLOSED));
  }

  /** The maximum size of the head of a request, in bytes. */
  int headerBytes() {
    return headerBytes;
  }

  ListenAddress listen() {
    return listen;
  }
}
