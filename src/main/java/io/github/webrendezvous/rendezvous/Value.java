package io.github.webrendezvous.rendezvous;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a signal carries: bytes that mean something to those who wait. Immutable. */
public final class Value {
  private final byte[] bytes;
  private final @Nullable String contentType;

  /**
   * @param contentType what the signaller says that they are (RFC 9110, section 8.3); null if it
   *     does not say
   */
  public Value(byte[] bytes, @Nullable String contentType) {
    this.bytes = bytes.clone();
    this.contentType = contentType;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int size() {
    return bytes.length;
  }

  public @Nullable String contentType() {
    return contentType;
  }

  /** The bytes read as UTF-8; null if they are not. */
  public @Nullable String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Value that
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(contentType, that.contentType);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The beginning, for people who may see it. */
  @Override
  public String toString() {
    String text = text();
    return text == null ? bytes.length + " bytes" : Shown.of(text.strip());
  }
}
