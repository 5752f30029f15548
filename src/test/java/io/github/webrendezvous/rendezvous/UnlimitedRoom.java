package io.github.webrendezvous.rendezvous;

/** Limits that no test reaches by chance. */
public final class UnlimitedRoom {
  public static final Limits LIMITS = new Limits(1_000_000, 1_000_000, 1_000_000, 1L << 40);

  private UnlimitedRoom() {}
}
