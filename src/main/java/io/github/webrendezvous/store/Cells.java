package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Change;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.Value;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A change in the columns of the table that it decides.
 *
 * @param name of the key, or the prefix; UTF-8, as is every text
 * @param ttlMicros null if the signal does not expire
 */
@SuppressWarnings("ArrayRecordComponent") // It is made for one statement, and never compared.
record Cells(
    short kind,
    byte[] name,
    byte[] caller,
    boolean arrival,
    byte @Nullable [] id,
    byte @Nullable [] value,
    byte @Nullable [] contentType,
    @Nullable Long ttlMicros) {
  private static final short OK = 0;
  private static final short FAILED = 1;
  private static final short RESET = 2;
  private static final short RESET_ALL = 3;
  private static final short FORGOTTEN = 4;

  static Cells of(Change change) {
    byte[] caller = bytes(change.caller().name());
    if (change instanceof Change.Signalled signalled) {
      return of(signalled, caller);
    }
    if (change instanceof Change.Reset reset) {
      return of(RESET, reset.key().name(), caller);
    }
    return change instanceof Change.ResetAll all
        ? of(RESET_ALL, all.prefix(), caller)
        : of(FORGOTTEN, ((Change.Forgotten) change).key().name(), caller);
  }

  private static Cells of(short kind, String name, byte[] caller) {
    return new Cells(kind, bytes(name), caller, false, null, null, null, null);
  }

  private static Cells of(Change.Signalled change, byte[] caller) {
    Signal signal = change.signal();
    Value value = signal.value();
    String type = value == null ? null : value.contentType();
    return new Cells(
        signal.failed() ? FAILED : OK,
        bytes(change.key().name()),
        caller,
        signal.arrival(),
        signal.id() == null ? null : bytes(signal.id()),
        value == null ? null : value.sharedBytes(),
        type == null ? null : bytes(type),
        signal.ttl() == null ? null : signal.ttl().toNanos() / 1_000);
  }

  /** The change of a row. */
  static Change read(ResultSet row) throws SQLException {
    int kind = row.getShort("kind");
    String name = text(row.getBytes("name"));
    Caller caller = new Caller(text(row.getBytes("caller")));
    long at = row.getLong("at_micros");
    return switch (kind) {
      case OK, FAILED ->
          new Change.Signalled(new Key(name), signal(row, kind == FAILED), caller, at);
      case RESET -> new Change.Reset(new Key(name), caller, at);
      case RESET_ALL -> new Change.ResetAll(name, caller, at);
      case FORGOTTEN -> new Change.Forgotten(new Key(name), caller, at);
      default -> throw new SQLException("unknown kind of change: " + kind);
    };
  }

  private static Signal signal(ResultSet row, boolean failed) throws SQLException {
    byte[] id = row.getBytes("id");
    byte[] value = row.getBytes("value");
    byte[] type = row.getBytes("content_type");
    long ttl = row.getLong("ttl_micros");
    Duration lasts = row.wasNull() ? null : Duration.of(ttl, ChronoUnit.MICROS);
    return new Signal(
        failed,
        row.getBoolean("arrival"),
        id == null ? null : text(id),
        value == null ? null : new Value(value, type == null ? null : text(type)),
        lasts);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
