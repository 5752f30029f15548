package io.github.webrendezvous.settings;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sources of the text of a setting: the environment first, then the context init parameters
 * (the container's context file over web.xml), then the default.
 */
final class SettingSource {
  private final Map<String, String> environment;
  private final UnaryOperator<@Nullable String> initParameters;
  private final HeapDefaults defaults;

  SettingSource(
      Map<String, String> environment,
      UnaryOperator<@Nullable String> initParameters,
      HeapDefaults defaults) {
    this.defaults = defaults;
    this.environment = environment;
    this.initParameters = initParameters;
  }

  String text(Setting setting) {
    String fromEnvironment = environment.get(setting.inEnvironment());
    if (fromEnvironment != null) {
      return fromEnvironment.strip();
    }
    String fromContext = initParameters.apply(setting.label());
    return fromContext != null ? fromContext.strip() : defaults.of(setting);
  }
}
