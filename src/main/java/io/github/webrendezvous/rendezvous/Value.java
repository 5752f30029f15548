package io.github.webrendezvous.rendezvous;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a signal carries: bytes that mean something to those who wait. Immutable. */
public final class Value {
  private final byte[] bytes;
  private final @Nullable String contentType;

  /** Made anew where two threads find it empty, which costs no more than time. */
  private volatile WeakReference<byte[]> shown = new WeakReference<>(null);

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

  /** The same without a copy, for those who only read: thousands may be shown one value at once. */
  public byte[] sharedBytes() {
    return bytes;
  }

  /**
   * What it is shown as, which is made once and shared while anybody holds it.
   *
   * @param maker the same each time; what it returns nobody may change
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

  /** The beginning, for people who may see it. */
  @Override
  public String toString() {
    String text = text();
    return text == null ? bytes.length + " bytes" : Truncated.of(text.strip());
  }
}
