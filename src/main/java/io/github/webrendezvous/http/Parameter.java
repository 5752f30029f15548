package io.github.webrendezvous.http;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter. Parameters of different requests may have the same word. Immutable.
 *
 * @param word the part before the equals sign
 * @param shape the values that it takes
 * @param example a valid example
 * @param about its description in one line
 */
public record Parameter(String word, Shape shape, String example, String about) {
  /** What values a parameter takes. */
  public sealed interface Shape {
    /** None, and no equals sign. */
    record Flag() implements Shape {}

    /** A text that is not empty; its user parses it. */
    record Text() implements Shape {}

    /** A whole number of at least one. */
    record Whole() implements Shape {}

    /** One of several words. */
    record OneOf(List<String> words) implements Shape {}

    /** A text; the parameter can be repeated, and may have to be given at least once. */
    record Texts(boolean isRequired) implements Shape {}
  }

  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

  /** One that takes no value. */
  public static Parameter flag(String word, String about) {
    return new Parameter(word, new Shape.Flag(), word, about);
  }

  /** One that takes a text. */
  public static Parameter text(String word, String value, String about) {
    return with(new Shape.Text(), word, value, about);
  }

  /** One that takes a text, must be given, and may be repeated. */
  public static Parameter texts(String word, String value, String about) {
    return with(new Shape.Texts(true), word, value, about);
  }

  /** One that takes a text, and may be left out or repeated. */
  public static Parameter optionalTexts(String word, String value, String about) {
    return with(new Shape.Texts(false), word, value, about);
  }

  /** One that takes a whole number of at least one. */
  public static Parameter number(String word, int value, String about) {
    return with(new Shape.Whole(), word, String.valueOf(value), about);
  }

  /** One that takes one of several words. */
  public static Parameter oneOf(List<String> words, String word, String value, String about) {
    return with(new Shape.OneOf(List.copyOf(words)), word, value, about);
  }

  private static Parameter with(Shape shape, String word, String value, String about) {
    return new Parameter(word, shape, word + "=" + value, about);
  }

  public boolean takesValue() {
    return !(shape instanceof Shape.Flag);
  }

  /** Whether it can be repeated. */
  public boolean isRepeatable() {
    return shape instanceof Shape.Texts;
  }

  /** Whether a request without it is invalid. */
  public boolean isRequired() {
    return shape instanceof Shape.Texts texts && texts.isRequired();
  }

  /**
   * Checks its value.
   *
   * @param value null if there is no equals sign
   * @throws BadRequestException if it does not have the shape
   */
  public void check(@Nullable String value) throws BadRequestException {
    if (!takesValue()) {
      if (value != null && !value.isEmpty()) {
        throw refused("takes no value");
      }
    } else if (value == null || value.isEmpty()) {
      throw refused("has no value");
    } else if (shape instanceof Shape.Whole && !WHOLE.matcher(value).matches()) {
      throw refused("must be a whole number from 1 to 999999999");
    } else if (shape instanceof Shape.OneOf words && !words.words().contains(value)) {
      throw refused("must be " + inWords(words.words()));
    }
  }

  private static String inWords(List<String> words) {
    int last = words.size() - 1;
    String most = words.stream().limit(last).collect(Collectors.joining(", "));
    return most.isEmpty() ? words.get(last) : most + " or " + words.get(last);
  }

  /** As it is written in a query, so that users can copy what is shown. */
  public String written(@Nullable String value) {
    return takesValue() && value != null ? word + "=" + encoded(value) : word;
  }

  /** Encodes the characters that would end a value. */
  public static String encoded(String value) {
    return value.replace("%", "%25").replace("&", "%26").replace("#", "%23").replace(" ", "%20");
  }

  /** An error that says what is wrong, with a valid example. */
  public BadRequestException refused(String why) {
    return new BadRequestException(
        "The query parameter \"" + word + "\" " + why + ": write, for example, ?" + example);
  }
}
