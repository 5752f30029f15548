package io.github.webrendezvous.settings;

/**
 * A setting whose value makes no sense; the message is one line with its name, its value and what
 * is allowed.
 */
public final class InvalidSettingException extends IllegalArgumentException {
  InvalidSettingException(String name, String shownValue, String allowed) {
    super("The setting " + name + " is \"" + shownValue + "\", but must be " + allowed);
  }
}
