package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.syntax.KeyPaths;
import io.github.webrendezvous.view.Ago;
import io.github.webrendezvous.view.WaitNode;
import io.github.webrendezvous.view.WaitTrees;
import io.github.webrendezvous.view.WhyText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A row of the home page about a request that waits. Immutable. */
public final class WaitRow {
  private final Wait wait;
  private final List<TermRow> terms;
  private final HomePage.Time since;
  private final String left;

  WaitRow(WaitTrees trees, Wait wait, Instant now) {
    this.wait = wait;
    terms = new ArrayList<>();
    for (WaitNode.TermNode term : trees.withAnnouncers(trees.alone(wait)).terms()) {
      terms.add(new TermRow(term, WhyText.announcers(term, now)));
    }
    since = HomePage.Time.ago(wait.since(), now);
    left = Ago.inWords(wait.left());
  }

  /** The same for the same request each time. */
  public String getId() {
    return Integer.toHexString(System.identityHashCode(wait));
  }

  public String getCaller() {
    return wait.caller().name();
  }

  public String getCondition() {
    KeyStatus.Whole whole = wait.whole();
    return whole == null ? wait.condition().path() : whole.inWords();
  }

  public boolean isSeveral() {
    return wait.whole() != null;
  }

  public List<TermRow> getTerms() {
    return terms;
  }

  public HomePage.Time getSince() {
    return since;
  }

  public String getLeft() {
    return left;
  }

  /** When it times out, in milliseconds since 1970. */
  public long getUntil() {
    return wait.since().plus(wait.timeout()).toEpochMilli();
  }

  /** Its timeout in milliseconds. */
  public long getTimeout() {
    return wait.timeout().toMillis();
  }

  /** How many milliseconds of its timeout are left. */
  public long getLeftMillis() {
    return Math.max(0, wait.left().toMillis());
  }

  /** One term of a wait. */
  public static final class TermRow {
    private final WaitNode.TermNode term;
    private final List<String> announcers;

    TermRow(WaitNode.TermNode term, List<String> announcers) {
      this.term = term;
      this.announcers = announcers;
    }

    public String getPath() {
      return term.path();
    }

    public boolean isHolds() {
      return term.holds();
    }

    public boolean isKey() {
      return KeyPaths.isKey(term.path());
    }

    public String getState() {
      return term.outlook();
    }

    /** Who will signal it, and what they wait for; one line each, indented by spaces. */
    public List<String> getAnnouncers() {
      return announcers;
    }
  }
}
