package io.github.webrendezvous.probe;

import java.util.List;

/**
 * A kind of probe: the reserved word that a request names it by, and what may follow. Thread-safe.
 */
public interface ProbeKind {
  /** The first segment of the path, without its underscore: {@code port}. */
  String name();

  /** How a request is written, for error messages: {@code /_port/{host}/{port}}. */
  String usage();

  /**
   * Reads the decoded path segments that follow the name.
   *
   * @throws MalformedProbeException if they are not what {@link #usage} says
   */
  Probe parse(List<String> segments) throws MalformedProbeException;
}
