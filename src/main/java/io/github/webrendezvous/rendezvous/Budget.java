package io.github.webrendezvous.rendezvous;

import java.util.concurrent.atomic.AtomicLong;

/** A limited amount of something. Thread-safe. */
public final class Budget {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param most the limit
   */
  public Budget(long most) {
    this.most = most;
  }

  /** Takes an amount, if it is available; all or nothing. */
  public boolean take(long amount) {
    long before = taken.get();
    while (before + amount <= most) {
      if (taken.compareAndSet(before, before + amount)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  /** Gives back what was taken. */
  public void giveBack(long amount) {
    taken.addAndGet(-amount);
  }

  /** How much is taken. */
  long taken() {
    return taken.get();
  }

  /** The limit. */
  public long most() {
    return most;
  }

  long left() {
    return most - taken.get();
  }
}
