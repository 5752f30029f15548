package io.github.webrendezvous.settings;

/** An invalid setting; the message is one line with its name, its value and the allowed values. */
public final class InvalidSettingException extends IllegalArgumentException {
  InvalidSettingException(String name, String shownValue, String allowed) {
    super("The setting " + name + " is \"" + shownValue + "\", but must be " + allowed);
  }
}
