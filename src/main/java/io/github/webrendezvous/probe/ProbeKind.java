package io.github.webrendezvous.probe;

import java.util.List;
import java.util.Map;

/** A kind of probe: how requests name it, and how it is read. Thread-safe. */
public interface ProbeKind {
  /** How requests name it. */
  Usage usage();

  /** The query parameters of this kind; none by default. */
  default List<Option> options() {
    return List.of();
  }

  /**
   * Reads the decoded path segments that follow the first.
   *
   * @param options the values of the options in the request, by their words; an empty text for a
   *     flag
   * @throws MalformedProbeException if they are not what {@link #usage} and {@link #options} say
   * @throws DeniedException if the policy does not allow probing the target
   */
  Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException, DeniedException;

  /**
   * How requests name a kind of probe. Immutable.
   *
   * @param path as a template, whose first segment is for this kind alone: {@code
   *     /_port/{host}/{port}}
   * @param example a request that works, if there is such a server: {@code /_port/memcached/11211}
   * @param about what it waits for, in one line: {@code until a TCP connection opens}
   */
  record Usage(String path, String example, String about) {
    /** That a request is not written so. */
    MalformedProbeException expected() {
      return new MalformedProbeException("Expected " + path + ", for example " + example);
    }
  }

  /**
   * A query parameter of one kind. Immutable.
   *
   * @param word the part before the equals sign
   * @param words the values that it takes; empty if it takes more than can be listed, or none
   * @param isFlag whether it takes no value
   * @param example a valid example
   * @param about its description in one line
   */
  record Option(String word, List<String> words, boolean isFlag, String example, String about) {
    public Option {
      words = List.copyOf(words);
    }

    /** An option that takes no value. */
    public static Option flag(String word, String about) {
      return new Option(word, List.of(), true, word, about);
    }

    /** An option that takes any value that {@link #parse} can read. */
    public static Option text(String word, String value, String about) {
      return new Option(word, List.of(), false, word + "=" + value, about);
    }

    /** An option that takes one of several words. */
    public static Option oneOf(List<String> words, String word, String value, String about) {
      return new Option(word, words, false, word + "=" + value, about);
    }
  }
}
