package io.github.webrendezvous.rendezvous;

/** How a wait ended. Immutable. */
public sealed interface Outcome {
  /** The one released outcome, as it says nothing else. */
  Outcome RELEASED = new Released();

  /** The condition held. */
  record Released() implements Outcome {}

  /** The deadline came first; what was missing then. */
  record TimedOut(Missing missing) implements Outcome {}

  /** The service is going away. */
  record ShutDown() implements Outcome {}

  /** The container said that there is nobody left to answer. */
  record Gone() implements Outcome {}
}
