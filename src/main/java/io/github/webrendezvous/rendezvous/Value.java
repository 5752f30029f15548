package io.github.webrendezvous.rendezvous;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The value of a signal: bytes for the waits. Immutable. */
public final class Value {
  private final byte[] bytes;
  private final @Nullable String contentType;

  /** Two threads that find it empty may both make it, which only costs time. */
  private volatile WeakReference<byte[]> shown = new WeakReference<>(null);

  /**
   * @param contentType the type that the signaller gave (RFC 9110, section 8.3); null if it gave
   *     none
   */
  public Value(byte[] bytes, @Nullable String contentType) {
    this.bytes = bytes.clone();
    this.contentType = contentType;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The same without a copy, for reading only: thousands of responses may use one value at once.
   */
  public byte[] sharedBytes() {
    return bytes;
  }

  /**
   * The value as it is sent, which is made once and shared while it is in use.
   *
   * @param maker the same each time; its result must not be changed
   */
  public byte[] shownAs(Function<Value, byte[]> maker) {
    byte[] known = shown.get();
    if (known == null) {
      known = maker.apply(this);
      shown = new WeakReference<>(known);
    }
    return known;
  }

  /** The size of a value; zero for none. */
  static long sizeOf(@Nullable Value value) {
    return value == null ? 0 : value.size();
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

  /** The beginning, for people. */
  @Override
  public String toString() {
    String text = text();
    return text == null ? bytes.length + " bytes" : Truncated.of(text.strip());
  }
}
