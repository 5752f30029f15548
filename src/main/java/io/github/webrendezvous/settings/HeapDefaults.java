package io.github.webrendezvous.settings;

/**
 * The defaults of the settings that limit memory. They depend on the heap, so that everything that
 * they allow fits it, also on a small heap. Immutable.
 *
 * @param heapBytes the maximum size of the heap
 * @param bytesPerWait the cost of one wait in this container, with 16 terms (docs/operation.md,
 *     Sizing)
 */
public record HeapDefaults(long heapBytes, int bytesPerWait) {
  /** 6 kB of Jetty, 16 terms of 420 bytes, and a reserve. */
  private static final int ON_JETTY = 16_000;

  /** 98 kB of Tomcat with its default configuration, and the same. */
  private static final int ELSEWHERE = 112_000;

  /** A key, a target or an event with the longest names, in bytes. */
  private static final int LONGEST_RECORD = 3_000;

  private static final long MIB = 1_024 * 1_024;

  /**
   * For this process.
   *
   * @param server which container this is
   */
  public static HeapDefaults here(ServerInfo server) {
    return new HeapDefaults(
        Runtime.getRuntime().maxMemory(), server.isJetty() ? ON_JETTY : ELSEWHERE);
  }

  /** The default of a setting. */
  String of(Setting setting) {
    return switch (setting) {
      case MAX_WAITS -> within(100, heapBytes / 2 / bytesPerWait, 100_000);
      case MAX_KEYS, JOURNAL_LENGTH -> within(500, heapBytes / 16 / LONGEST_RECORD, 5_000);
      case MAX_VALUE_BYTES -> within(MIB, heapBytes / 32, 64 * MIB);
      default -> setting.byDefault();
    };
  }

  private static String within(long least, long value, long most) {
    return Long.toString(Math.max(least, Math.min(value, most)));
  }
}
