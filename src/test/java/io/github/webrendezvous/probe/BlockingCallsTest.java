package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** With scripted threads: a task runs until the test ends it. */
class BlockingCallsTest {
  private static final int FRESH = 4;
  private static final int STUCK = 8;

  private final ManualClock clock = new ManualClock();
  private final List<Runnable> threads = new ArrayList<>();
  private final BlockingCalls calls = new BlockingCalls(clock, threads::add, FRESH, STUCK);
  private final List<String> cut = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();

  private void call(String name) {
    calls.run(call(name, () -> {}));
  }

  private BlockingCalls.Call call(String name, Runnable task) {
    return new BlockingCalls.Call() {
      @Override
      public void run() {
        task.run();
      }

      @Override
      public void cutShort() {
        cut.add(name);
      }

      @Override
      public void notRun(Throwable why) {
        notRun.add(name);
      }
    };
  }

  private void calls(int number) {
    for (int i = 0; i < number; i++) {
      call("call " + i);
    }
  }

  @Test
  void callsBeyondTheLimitAreQueued() {
    calls(FRESH + 2);
    assertThat(threads).hasSize(FRESH);
    threads.get(0).run();
    assertThat(threads).hasSize(FRESH + 1);
  }

  @Test
  void stuckCallsDoNotDelayOthers() {
    calls(FRESH);
    clock.advance(BlockingCalls.STUCK_AFTER);
    call("healthy");
    assertThat(threads).hasSize(FRESH + 1);
    assertThat(cut).isEmpty();
  }

  @Test
  void theCallThatHasBeenStuckForLongestIsEnded() {
    calls(200);
    clock.advance(BlockingCalls.STUCK_AFTER.multipliedBy(3));
    assertThat(threads)
        .as("those in the queue wait for the one that was cut")
        .hasSize(STUCK + FRESH);
    assertThat(cut).startsWith("call 0");
    int ended = 0;
    while (ended < 200) {
      threads.get(ended++).run();
      clock.advance(BlockingCalls.STUCK_AFTER);
      assertThat(threads.size() - ended).isLessThanOrEqualTo(FRESH + STUCK + 1);
    }
    assertThat(threads).as("every call had its turn").hasSize(200);
  }

  @Test
  void everyCallBeyondTheLimitEndsOneStuckCall() {
    calls(FRESH);
    clock.advance(BlockingCalls.STUCK_AFTER);
    calls(FRESH);
    clock.advance(BlockingCalls.STUCK_AFTER);
    calls(FRESH);
    clock.advance(BlockingCalls.STUCK_AFTER);
    assertThat(threads).hasSize(STUCK + FRESH);
    assertThat(cut).as("four are too many: the four oldest").hasSize(FRESH).doesNotHaveDuplicates();
  }

  @Test
  void twoHundredStuckCallsDoNotDelayAHealthyOne() {
    BlockingCalls roomy = new BlockingCalls(clock, threads::add, 256, 64);
    for (int i = 0; i < 200; i++) {
      roomy.run(call("mute", () -> {}));
    }
    int before = threads.size();
    roomy.run(call("mute", () -> {}));
    assertThat(threads).hasSize(before + 1);
  }

  @Test
  void aFailedCallFreesItsPlace() {
    for (int i = 0; i < FRESH; i++) {
      calls.run(
          call(
              "broken",
              () -> {
                throw new StackOverflowError("thrown on purpose, to see that its place is free");
              }));
    }
    List.copyOf(threads).forEach(Runnable::run);
    calls(FRESH);
    assertThat(threads).hasSize(2 * FRESH);
    assertThat(clock.timers()).isEqualTo(FRESH);
  }

  @Test
  void aCallWithoutAThreadIsToldAndFreesItsPlace() {
    AtomicBoolean exhausted = new AtomicBoolean(true);
    BlockingCalls frail =
        new BlockingCalls(
            clock,
            task -> {
              if (exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread: thrown on purpose");
              }
              threads.add(task);
            },
            FRESH,
            STUCK);
    for (int i = 0; i < 3 * FRESH; i++) {
      frail.run(call("call " + i, () -> {}));
    }
    assertThat(notRun).hasSize(3 * FRESH);
    exhausted.set(false);
    for (int i = 0; i < FRESH; i++) {
      frail.run(call("later " + i, () -> {}));
    }
    assertThat(threads).hasSize(FRESH);
    assertThat(clock.timers()).isEqualTo(FRESH);
  }
}
