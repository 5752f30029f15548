package io.github.webrendezvous.probe;

import java.util.List;
import java.util.Map;

/**
 * A kind of probe: the reserved word that a request names it by, and what may follow. Thread-safe.
 */
public interface ProbeKind {
  /** The first segment of the path, without its underscore: {@code port}. */
  String name();

  /** How a request is written, for error messages: {@code /_port/{host}/{port}}. */
  String usage();

  /** One that works as it stands, where there is such a server: {@code /_port/memcached/11211}. */
  String example();

  /** What it waits for, in one line: {@code until a TCP connection opens}. */
  String about();

  /** The query parameters that shape what is looked for; none, if not said otherwise. */
  default List<Option> options() {
    return List.of();
  }

  /**
   * A query parameter of this kind alone. Immutable.
   *
   * @param word what stands before the equals sign
   * @param words the values that it takes; empty if it takes more than can be listed, or none
   * @param example one way to write it that works; without an equals sign, it takes no value
   * @param about what it says, in one line
   */
  record Option(String word, List<String> words, String example, String about) {
    public Option {
      words = List.copyOf(words);
    }

    /** Takes any value that {@link #parse} can read, or none. */
    public Option(String word, String example, String about) {
      this(word, List.of(), example, about);
    }

    /** Whether it takes no value. */
    public boolean isFlag() {
      return example.indexOf('=') < 0;
    }
  }

  /**
   * Reads the decoded path segments that follow the name.
   *
   * @param options what the request says of the options, by their words: one of the values that are
   *     listed, or an empty text for one that takes none
   * @throws MalformedProbeException if they are not what {@link #usage} and {@link #options} say
   */
  Probe parse(List<String> segments, Map<String, String> options) throws MalformedProbeException;
}
