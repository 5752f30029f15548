package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.rendezvous.Value;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes values into responses. */
final class Values {
  private static final String TEXT = "text/plain;charset=utf-8";
  private static final String BYTES = "application/octet-stream";

  /** The types that no browser runs or draws, even if the bytes are hostile. */
  private static final Set<String> SERVED_AS_SAID =
      Set.of(
          "application/json",
          "application/yaml",
          "application/toml",
          BYTES,
          "text/plain",
          "text/csv");

  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset=\"?([A-Za-z0-9._:-]{1,40})\"?\\s*(?:;|$)");

  private Values() {}

  /** As text, or as Base64 under another name if it is not text. */
  static void write(String name, Value value, JsonGenerator json) {
    String text = value.text();
    if (text != null) {
      json.writeStringProperty(name, text);
    } else {
      json.writeName(name + "_base64");
      json.writeBinary(value.sharedBytes());
    }
    if (value.contentType() != null) {
      json.writeStringProperty("content_type", value.contentType());
    }
  }

  /** The bytes themselves; none if there is no value. */
  static Answer raw(@Nullable Value value) {
    return value == null
        ? Answer.of(200, TEXT, new byte[0])
        : Answer.of(200, servedAs(value), value.sharedBytes())
            .with("Content-Security-Policy", "default-src 'none'; sandbox");
  }

  /** Whether all containers accept it: they fail on an unknown charset. */
  private static boolean isReadable(String contentType) {
    Matcher charset = CHARSET.matcher(contentType);
    try {
      return !contentType.toLowerCase(Locale.ROOT).contains("charset")
          || (charset.find() && Charset.isSupported(charset.group(1)));
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static String servedAs(Value value) {
    String said = value.contentType();
    if (said != null) {
      String type = said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (SERVED_AS_SAID.contains(type) || type.endsWith("+json")) {
        return isReadable(said) ? said : type;
      }
      if (!type.startsWith("text/")) {
        return BYTES;
      }
    }
    return value.text() == null ? BYTES : TEXT;
  }
}
