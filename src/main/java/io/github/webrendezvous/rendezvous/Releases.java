package io.github.webrendezvous.rendezvous;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the waits of lines that have been let go, on threads that do nothing else: a thread that
 * looks at targets or serves deadlines never answers anybody. Only a signaller tells a few waits
 * itself, as that is faster. Thread-safe.
 */
final class Releases {
  // Small enough that a crowd is spread over the threads, large enough that handing over is not the
  // cost.
  private static final int PER_TASK = 64;

  /** Ends the wait at one place, or weighs what that means for it. */
  interface Teller {
    void letGo(Waiter place, Outcome outcome);
  }

  private final Executor threads;
  private final int few;
  private final Teller teller;

  Releases(Executor threads, int few, Teller teller) {
    this.threads = threads;
    this.few = few;
    this.teller = teller;
  }

  /** Runs something that is not for the thread that calls. */
  void elsewhere(Runnable task) {
    threads.execute(task);
  }

  /** Tells all that stand in these lines what these have decided, on other threads. */
  void tell(List<WaitQueue> opened) {
    if (count(opened) > 0) {
      threads.execute(() -> tellAll(opened));
    }
  }

  /**
   * The same for a signal, on the thread of the signaller where they are few: it has nobody else to
   * serve.
   *
   * @param many is given what has them told on other threads, if they are more
   */
  void tellSignalled(List<WaitQueue> opened, Consumer<Runnable> many) {
    int waits = count(opened);
    if (waits > few) {
      many.accept(() -> tell(opened));
    } else if (waits > 0) {
      tellAll(opened);
    }
  }

  private static int count(List<WaitQueue> lines) {
    int waits = 0;
    for (WaitQueue line : lines) {
      waits += line.size();
    }
    return waits;
  }

  private void tellAll(List<WaitQueue> opened) {
    for (WaitQueue line : opened) {
      tellInSlices(line.firstPlace(), Objects.requireNonNull(line.decided()));
    }
  }

  /** All slices but the first go to other threads. */
  private void tellInSlices(@Nullable Waiter first, Outcome outcome) {
    for (Waiter from = after(first); from != null; from = after(from)) {
      Waiter slice = from;
      threads.execute(() -> tellSlice(slice, outcome));
    }
    tellSlice(first, outcome);
  }

  /** Where the next slice begins; null if there is none. */
  private static @Nullable Waiter after(@Nullable Waiter slice) {
    Waiter place = slice;
    for (int i = 0; i < PER_TASK && place != null; i++) {
      place = place.next;
    }
    return place;
  }

  private void tellSlice(@Nullable Waiter slice, Outcome outcome) {
    Waiter place = slice;
    for (int i = 0; i < PER_TASK && place != null; i++) {
      Waiter next = place.next;
      teller.letGo(place, outcome);
      place = next;
    }
  }
}
