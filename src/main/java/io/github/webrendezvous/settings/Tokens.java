package io.github.webrendezvous.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tokens that permit requests, and what each of them permits. If there are none, everything is
 * permitted without one. Immutable.
 */
public final class Tokens {
  /** What is safer to use in a shell, an HTTP header and a file (RFC 6750, section 2.1). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /** Shorter tokens can be guessed. */
  private static final int SHORT = 16;

  private static final Map<Setting, Set<Right>> PERMITTED =
      new EnumMap<>(
          Map.of(
              Setting.TOKEN, EnumSet.allOf(Right.class),
              Setting.WAIT_TOKEN, EnumSet.of(Right.WAIT),
              Setting.SIGNAL_TOKEN, EnumSet.of(Right.SIGNAL),
              Setting.ADMIN_TOKEN, EnumSet.allOf(Right.class)));

  /** One token. */
  @SuppressWarnings("ArrayRecordComponent") // Compared in constant time only.
  private record Token(byte[] secret, Set<Right> rights, Setting setting) {}

  /** No request needs a token. */
  public static final Tokens NONE = new Tokens();

  private final List<Token> tokens = new ArrayList<>();

  private Tokens() {}

  static Tokens read(SettingSource source) {
    Tokens read = new Tokens();
    PERMITTED.forEach(
        (setting, rights) -> {
          String text = source.given(setting);
          if (text != null) {
            read.add(setting, text, rights);
          }
        });
    return read;
  }

  private void add(Setting setting, String text, Set<Right> rights) {
    for (String each : text.split("[,\\s]+", -1)) {
      if (!TOKEN.matcher(each).matches()) {
        throw InvalidSettingException.saying(
            "The setting "
                + setting.label()
                + " is "
                + (each.isEmpty() ? "empty or has an empty token" : "malformed")
                + ": write tokens of letters, digits and -._~+/ with commas between them, or leave"
                + " it out");
      }
      tokens.add(new Token(each.getBytes(StandardCharsets.US_ASCII), rights, setting));
    }
  }

  /** Whether requests need a token. */
  public boolean areRequired() {
    return !tokens.isEmpty();
  }

  /**
   * What a token permits; nothing if it is unknown. How long this takes depends on the length of
   * what was sent, and not on how much of it is right.
   */
  public Set<Right> rightsOf(byte[] sent) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (Token token : tokens) {
      if (MessageDigest.isEqual(sent, token.secret())) {
        rights.addAll(token.rights());
      }
    }
    return rights;
  }

  /** The tokens that permit something; never to be shown. */
  public List<byte[]> permitting(Right right) {
    return tokens.stream()
        .filter(token -> token.rights().contains(right))
        .map(token -> token.secret().clone())
        .toList();
  }

  /** What is probably a mistake, one line each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    tokens.stream()
        .filter(token -> token.secret().length < SHORT)
        .map(Token::setting)
        .distinct()
        .forEach(
            setting ->
                warnings.add(
                    "The setting "
                        + setting.label()
                        + " has a token of fewer than "
                        + SHORT
                        + " characters, which can be guessed"));
    for (Right right : Right.values()) {
      if (areRequired() && permitting(right).isEmpty()) {
        warnings.add(
            "No token allows \""
                + right.word()
                + "\", so all such requests are refused: set token"
                + " or adminToken");
      }
    }
    return warnings;
  }

  /** Never the tokens themselves. */
  @Override
  public String toString() {
    return tokens.size() + " tokens";
  }
}
