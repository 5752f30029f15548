package io.github.webrendezvous.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.ScriptedTarget;
import io.github.webrendezvous.rendezvous.Target;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trees of waits that somebody has made as large as possible. */
class WaitTreesTest {
  private final ManualClock clock = new ManualClock();
  private final Registry registry =
      new Registry(clock, new Journal(clock, 100), Runnable::run, 0, UnlimitedRoom.LIMITS);

  /** Otherwise it would overflow the stack, and exceed what writers of JSON allow. */
  @Test
  void aLongChainOfWaitsIsCutOff() {
    for (int i = 0; i < 5_000; i++) {
      registry.await(
          new Condition.Signalled(new Key("/k" + i)),
          Duration.ofSeconds(30),
          new Caller("c" + i, null, List.of(new Key("/k" + (i - 1)))));
      clock.advance(Duration.ofNanos(1_000));
    }
    List<WaitNode> trees = new WaitTrees(registry).all();
    assertThat(trees).hasSize(1);
    assertThat(depth(trees.get(0))).isBetween(20, 100);
    assertThat(WhyText.of(trees, clock.now()).lines()).hasSizeBetween(20, 100);
  }

  @Test
  void theNextAttemptIsAnnounced() {
    Target target = new ScriptedTarget("/_port/db/5432");
    registry.await(new Condition.Succeeds(target), Duration.ofSeconds(30), new Caller("app"));
    assertThat(WhyText.of(new WaitTrees(registry).all(), clock.now()))
        .isEqualTo(
            "app waits for /_port/db/5432, since 0 s, 30 s left: 0 attempts, the last: no answer"
                + " yet; next attempt within 2 s\n");
  }

  private static int depth(WaitNode node) {
    WaitNode next =
        node.terms().isEmpty() || node.terms().get(0).announcers().isEmpty()
            ? null
            : node.terms().get(0).announcers().get(0).lasting();
    return next == null ? 1 : 1 + depth(next);
  }
}
