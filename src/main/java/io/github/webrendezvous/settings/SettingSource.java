package io.github.webrendezvous.settings;

import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the text of a setting comes from: the environment first, then the context init parameters
 * (the container's context file over web.xml), then the default.
 */
final class SettingSource {
  private final Map<String, String> environment;
  private final UnaryOperator<@Nullable String> initParameters;

  SettingSource(Map<String, String> environment, UnaryOperator<@Nullable String> initParameters) {
    this.environment = environment;
    this.initParameters = initParameters;
  }

  String text(String name, String byDefault) {
    String fromEnvironment = environment.get(environmentName(name));
    if (fromEnvironment != null) {
      return fromEnvironment.strip();
    }
    String fromContext = initParameters.apply(name);
    return fromContext != null ? fromContext.strip() : byDefault;
  }

  /**
   * {@code connectTimeout} is {@code RENDEZVOUS_CONNECT_TIMEOUT}, {@code postgresURL} is {@code
   * RENDEZVOUS_POSTGRES_URL}.
   */
  static String environmentName(String name) {
    String words = name.replaceAll("([a-z])([A-Z])", "$1_$2");
    return "RENDEZVOUS_" + words.toUpperCase(Locale.ROOT);
  }
}
