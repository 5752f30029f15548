package io.github.webrendezvous.store;

/** A newer program has made the tables, and this one does not know them. */
public final class NewerSchemaException extends Exception {
  private static final long serialVersionUID = 1;

  NewerSchemaException(int version) {
    super(
        "The tables of storeURL have version "
            + version
            + ", and this program knows only version "
            + Schema.VERSION
            + ": start a newer web-rendezvous, or use another database or search_path");
  }
}
