package io.github.webrendezvous.settings;

/**
 * Which container runs the application.
 *
 * @param text as {@code ServletContext.getServerInfo} has it: {@code jetty/12.1.8}
 */
public record ServerInfo(String text) {
  public boolean isJetty() {
    return text.startsWith("jetty/");
  }
}
