package io.github.webrendezvous.settings;

/** An invalid setting; the message is one line with its name, its value and the allowed values. */
public final class InvalidSettingException extends IllegalArgumentException {
  InvalidSettingException(String name, String shownValue, String allowed) {
    this("The setting " + name + " is \"" + shownValue + "\", but must be " + allowed);
  }

  private InvalidSettingException(String message) {
    super(message);
  }

  /**
   * With another message.
   *
   * @param message one line
   */
  public static InvalidSettingException saying(String message) {
    return new InvalidSettingException(message);
  }
}
