package io.github.webrendezvous.settings;

import java.util.Optional;

/**
 * The container that runs the application.
 *
 * @param text from {@code ServletContext.getServerInfo}: {@code jetty/12.1.8}
 */
public record ServerInfo(String text) {
  public boolean isJetty() {
    return text.startsWith("jetty/");
  }

  /** A warning about this container, in one line. */
  public Optional<String> warning() {
    return text.contains("GlassFish") || text.contains("Payara")
        ? Optional.of(
            "GlassFish and Payara answer some requests before web-rendezvous sees them, and keep answers that a client does not read in the heap. docs/install.md has the list.")
        : Optional.empty();
  }
}
