package io.github.webrendezvous.rendezvous;

import java.util.concurrent.atomic.AtomicLong;

/** Something of which there is only so much. Thread-safe. */
final class Budget {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Budget(long most) {
    this.most = most;
  }

  /** Takes some, if there is as much; all or nothing. */
  boolean take(long amount) {
    long before = taken.get();
    while (before + amount <= most) {
      if (taken.compareAndSet(before, before + amount)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void giveBack(long amount) {
    taken.addAndGet(-amount);
  }

  long most() {
    return most;
  }

  long left() {
    return most - taken.get();
  }
}
