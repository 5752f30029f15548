package io.github.webrendezvous.rendezvous;

/** What must hold for a wait to end well. Immutable. */
public sealed interface Condition {
  /** How a request names it: the path after the application's own. */
  String path();

  /** A key is signalled. */
  record Signalled(Key key) implements Condition {
    @Override
    public String path() {
      return key.name();
    }
  }

  /** A look at a target succeeds, at an attempt that ends after the wait began. */
  record Succeeds(Target target) implements Condition {
    @Override
    public String path() {
      return target.path();
    }
  }
}
