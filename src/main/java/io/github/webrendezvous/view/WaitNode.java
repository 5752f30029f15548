package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Announced;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One wait, what it waits for, and what that depends on. Immutable.
 *
 * @param of the wait
 * @param terms empty unless {@code rest} is {@link Rest#BELOW}
 * @param rest where its terms are
 */
public record WaitNode(Wait of, List<TermNode> terms, Rest rest) {
  /** Rounds up to seconds. */
  private static final Duration ALMOST_A_SECOND = Duration.ofNanos(999_999_999);

  /** Where the terms of a wait are shown. */
  public enum Rest {
    /** Below it. */
    BELOW,
    /** At another place of the same trees. */
    ABOVE,
    /** Nowhere, as the trees are too large. */
    LEFT_OUT
  }

  public WaitNode {
    terms = List.copyOf(terms);
  }

  /** The terms that do not hold yet. */
  public List<TermNode> missing() {
    return terms.stream().filter(term -> !term.holds()).toList();
  }

  /**
   * What is missing, in words: {@code not signalled}, {@code /a: not signalled; /b: 4 attempts…}.
   */
  public String reason() {
    return terms.size() == 1
        ? terms.get(0).state()
        : missing().stream()
            .map(term -> term.path() + ": " + term.state())
            .collect(Collectors.joining("; "));
  }

  /**
   * One term of the condition of a wait.
   *
   * @param path the key or target
   * @param holds whether it holds, or did since the wait began
   * @param state what is known of it, in words
   * @param untilNext how long until it is probed again; null if it is being probed, or never is
   * @param announcers who will signal it
   */
  public record TermNode(
      String path,
      boolean holds,
      String state,
      @Nullable Duration untilNext,
      List<AnnouncerNode> announcers) {
    public TermNode {
      announcers = List.copyOf(announcers);
    }

    /** The same with those who will signal it. */
    TermNode with(List<AnnouncerNode> signallers) {
      return new TermNode(path, holds, state, untilNext, signallers);
    }

    /** What is known of it, and when there will be more: {@code …; next attempt within 1 s}. */
    public String outlook() {
      return untilNext == null
          ? state
          : state + "; next attempt within " + Ago.inWords(untilNext.plus(ALMOST_A_SECOND));
    }
  }

  /**
   * A caller that has announced a signal.
   *
   * @param lasting what it waits for itself; null if its wait has ended
   */
  public record AnnouncerNode(Announced announced, @Nullable WaitNode lasting) {}
}
