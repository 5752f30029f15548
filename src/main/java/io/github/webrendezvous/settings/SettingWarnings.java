package io.github.webrendezvous.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds settings that are probably mistakes, although the application can start with them. */
public final class SettingWarnings {
  private static final String PREFIX = "RENDEZVOUS_";

  /** The variable for the address in older versions. */
  private static final String FORMER_PORT = "RENDEZVOUS_PORT";

  /**
   * Variables that Kubernetes, or a Docker link, sets for a service whose name begins with
   * rendezvous.
   */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          ".*_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?|ENV_.*|NAME)");

  private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(?:tcp|udp|sctp)://.*");

  private SettingWarnings() {}

  /**
   * Finds unknown variables and parameters with similar names, and settings that contradict each
   * other.
   *
   * @param parameterNames of the context init parameters
   * @return one line each
   */
  public static List<String> find(
      Map<String, String> environment,
      Collection<String> parameterNames,
      UnaryOperator<@Nullable String> parameters,
      Settings settings) {
    List<String> warnings = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (isUnknown(name) && !isOfAService(name, value)) {
                warnings.add(unknownVariable(name));
              }
            });
    List<String> labels = Stream.of(Setting.values()).flatMap(Setting::parameters).toList();
    for (String name : parameterNames) {
      String meant = labels.contains(name) ? null : Spelling.closest(name, labels);
      if (meant != null) {
        warnings.add(
            "The context init parameter " + name + " is ignored; did you mean " + meant + "?");
      }
    }
    addContradictions(
        setting ->
            environment.containsKey(setting.inEnvironment())
                || !setting.byDefault().equals(parameters.apply(setting.label())),
        settings,
        warnings);
    warnings.addAll(settings.tokens().warnings());
    return warnings;
  }

  private static List<String> variables() {
    return Stream.concat(
            Stream.of(Setting.values()).flatMap(Setting::variables), Setting.OF_THE_SERVER.stream())
        .toList();
  }

  private static boolean isUnknown(String name) {
    return name.toUpperCase(Locale.ROOT).startsWith(PREFIX) && !variables().contains(name);
  }

  private static boolean isOfAService(String name, String value) {
    return OF_A_SERVICE.matcher(name).matches()
        || (name.endsWith("_PORT") && ADDRESS_OF_A_SERVICE.matcher(value).matches());
  }

  private static String unknownVariable(String name) {
    String meant = name.equals(FORMER_PORT) ? Setting.LISTEN : Spelling.closest(name, variables());
    return "The variable "
        + name
        + " is ignored; "
        + (meant == null
            ? "known variables: " + String.join(", ", variables())
            : "did you mean " + meant + "?");
  }

  private static void addContradictions(
      Predicate<Setting> isSet, Settings settings, List<String> warnings) {
    Duration longest = settings.maxTimeout();
    Duration timeout = settings.timeout();
    if (isSet.test(Setting.TIMEOUT) && timeout.compareTo(longest) > 0) {
      warnings.add(
          "The setting timeout is "
              + Durations.format(timeout)
              + ", but maxTimeout is "
              + Durations.format(longest)
              + ": no wait lasts longer than that");
    }
    Duration held = timeout.compareTo(longest) > 0 ? longest : timeout;
    if (isSet.test(Setting.CONNECT_TIMEOUT) && settings.connectTimeout().compareTo(held) > 0) {
      warnings.add(
          "The setting connectTimeout is "
              + Durations.format(settings.connectTimeout())
              + ", but the default timeout of a wait is "
              + Durations.format(held)
              + ": a wait may end before the first attempt of its probe");
    }
  }
}
