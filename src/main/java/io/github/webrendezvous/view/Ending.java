package io.github.webrendezvous.view;

/** How a timeline shows a wait. */
enum Ending {
  RELEASED("released", '█', "released"),
  OTHER("ended", 'x', "ended otherwise"),
  NONE("open", '▒', "still waiting");

  /** The class of its bar in a drawing. */
  final String style;

  /** What its bar in a terminal consists of. */
  final char character;

  final String words;

  Ending(String style, char character, String words) {
    this.style = style;
    this.character = character;
    this.words = words;
  }
}
