package io.github.webrendezvous.settings;

/** What a token permits. */
public enum Right {
  WAIT("wait"),
  SIGNAL("signal"),
  /** To reset keys. */
  ADMINISTER("admin");

  private final String word;

  Right(String word) {
    this.word = word;
  }

  /** In one word, as a scope of OAuth 2.0 (RFC 6750, section 3). */
  public String word() {
    return word;
  }
}
