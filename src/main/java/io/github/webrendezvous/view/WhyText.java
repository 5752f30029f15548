package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Draws trees of waits for a terminal. */
public final class WhyText {
  /** The most lines; more do not help anyone. */
  private static final int MOST_LINES = 1_000;

  private final Instant now;
  private final StringBuilder text = new StringBuilder();
  private int lines;

  private WhyText(Instant now) {
    this.now = now;
  }

  /** The trees, one below the other; each line ends with a line feed. */
  public static String of(List<WaitNode> trees, Instant now) {
    WhyText why = new WhyText(now);
    int drawn = 0;
    for (WaitNode tree : trees) {
      if (why.lines >= MOST_LINES) {
        break;
      }
      why.draw(tree, "", "", "");
      drawn++;
    }
    int left = trees.size() - drawn;
    if (left > 0) {
      why.line("", "… and " + left + (left == 1 ? " more wait" : " more waits"));
    }
    return why.text.toString();
  }

  /** Who will signal a term, and what they wait for; one line each. */
  public static List<String> announcers(WaitNode.TermNode term, Instant now) {
    WhyText why = new WhyText(now);
    why.drawAnnouncers(term, "");
    return why.text.toString().lines().toList();
  }

  private void line(String prefix, String words) {
    text.append(prefix).append(Visible.of(words)).append('\n');
    lines++;
  }

  /**
   * Draws one wait.
   *
   * @param first before its own line
   * @param others before the lines below it
   * @param before the words before it
   */
  private void draw(WaitNode node, String first, String others, String before) {
    Wait wait = node.of();
    List<WaitNode.TermNode> terms = node.terms();
    String times =
        "since "
            + Ago.inWords(Duration.between(wait.since(), now))
            + ", "
            + Ago.inWords(wait.left())
            + " left";
    String who = before.isEmpty() ? wait.caller().name() : before;
    if (terms.size() == 1) {
      WaitNode.TermNode only = terms.get(0);
      line(first, who + " waits for " + only.path() + ", " + times + ": " + only.outlook());
      drawAnnouncers(only, others);
      return;
    }
    line(
        first,
        who
            + " waits for "
            + wait.condition().path()
            + ", "
            + times
            + switch (node.rest()) {
              case BELOW -> "";
              case ABOVE -> " (see above)";
              case LEFT_OUT -> " …";
            });
    for (int i = 0; i < terms.size() && lines < MOST_LINES; i++) {
      boolean last = i == terms.size() - 1;
      WaitNode.TermNode term = terms.get(i);
      line(others + (last ? "└─ " : "├─ "), term.path() + ": " + term.outlook());
      drawAnnouncers(term, others + (last ? "   " : "│  "));
    }
  }

  private void drawAnnouncers(WaitNode.TermNode term, String others) {
    List<WaitNode.AnnouncerNode> announcers = term.announcers();
    for (int i = 0; i < announcers.size() && lines < MOST_LINES; i++) {
      boolean last = i == announcers.size() - 1;
      String first = others + (last ? "└─ " : "├─ ");
      WaitNode.AnnouncerNode announcer = announcers.get(i);
      WaitNode itsWait = announcer.lasting();
      String will = announcer.announced().caller().name() + " will signal it";
      if (itsWait == null) {
        line(first, ended(announcer));
      } else {
        draw(itsWait, first, others + (last ? "   " : "│  "), will + ", and");
      }
    }
  }

  private String ended(WaitNode.AnnouncerNode announcer) {
    Event.What ended = announcer.announced().ended();
    String name = announcer.announced().caller().name();
    String ago = Ago.inWords(Duration.between(announcer.announced().at(), now)) + " ago";
    return ended == Event.What.RELEASED
        ? name + " will signal it: it was released " + ago + ", and has not signalled it yet"
        : name
            + " was going to signal it, but its wait ended "
            + ago
            + ": "
            + (ended == null ? "" : ended.words());
  }
}
