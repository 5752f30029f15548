package io.github.webrendezvous.probe;

import java.io.IOException;

/** The policy does not allow probing a target. The message names the rule, and not the address. */
public final class DeniedException extends IOException {
  DeniedException(String message) {
    super(message);
  }
}
