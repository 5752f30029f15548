package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.SavedLatch;
import io.github.webrendezvous.rendezvous.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form in which a table keeps what the signals of a key have led to. */
final class LatchBytes {
  private static final int ABSENT = -1;

  private LatchBytes() {}

  static byte[] of(SavedLatch latch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(latch.atMicros());
      writeText(latch.caller(), out);
      writeValue(latch.value(), out);
      out.writeLong(latch.arrivals());
      out.writeInt(latch.ids().size());
      for (String id : latch.ids()) {
        writeText(id, out);
      }
      out.writeInt(latch.failures().size());
      for (SavedLatch.Failure failure : latch.failures()) {
        writeText(failure.id(), out);
        writeValue(failure.reason(), out);
      }
      out.writeLong(latch.expiresMicros() == null ? Long.MAX_VALUE : latch.expiresMicros());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Never, in memory.
    }
    return bytes.toByteArray();
  }

  static SavedLatch read(Key key, byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long atMicros = in.readLong();
      String caller = String.valueOf(readText(in));
      Value value = readValue(in);
      long arrivals = in.readLong();
      List<String> ids = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        ids.add(String.valueOf(readText(in)));
      }
      List<SavedLatch.Failure> failures = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        String id = readText(in);
        failures.add(new SavedLatch.Failure(id, readValue(in)));
      }
      long expires = in.readLong();
      return new SavedLatch(
          key,
          atMicros,
          caller,
          value,
          arrivals,
          ids,
          failures,
          expires == Long.MAX_VALUE ? null : expires);
    }
  }

  private static void writeText(@Nullable String text, DataOutputStream out) throws IOException {
    writeBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static @Nullable String readText(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeValue(@Nullable Value value, DataOutputStream out) throws IOException {
    writeBytes(value == null ? null : value.sharedBytes(), out);
    writeText(value == null ? null : value.contentType(), out);
  }

  private static @Nullable Value readValue(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    String type = readText(in);
    return bytes == null ? null : new Value(bytes, type);
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes == null ? ABSENT : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == ABSENT ? null : in.readNBytes(length);
  }
}
