package io.github.webrendezvous.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
    String given = given(setting);
    return given != null ? given : defaults.of(setting);
  }

  /**
   * The text of a setting, from a file if a secret names one; null if it is not set.
   *
   * @throws InvalidSettingException if there is a text and a file, or the file cannot be read
   */
  @Nullable String given(Setting setting) {
    String fromEnvironment =
        textOrFile(
            setting.inEnvironment(),
            environment.get(setting.inEnvironment()),
            setting.fileInEnvironment(),
            setting.isSecret() ? environment.get(setting.fileInEnvironment()) : null);
    return fromEnvironment != null
        ? fromEnvironment
        : textOrFile(
            setting.label(),
            initParameters.apply(setting.label()),
            setting.inFile(),
            setting.isSecret() ? initParameters.apply(setting.inFile()) : null);
  }

  private static @Nullable String textOrFile(
      String name, @Nullable String text, String fileName, @Nullable String file) {
    if (file == null) {
      return text == null ? null : text.strip();
    }
    if (text != null) {
      throw InvalidSettingException.saying(
          "The settings " + name + " and " + fileName + " are both set; set one of them");
    }
    try {
      return Files.readString(Path.of(file.strip())).strip();
    } catch (IOException | InvalidPathException e) {
      throw InvalidSettingException.saying(
          "The setting " + fileName + " names a file that cannot be read: " + e.getMessage());
    }
  }
}
