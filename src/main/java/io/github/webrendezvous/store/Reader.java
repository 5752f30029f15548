package io.github.webrendezvous.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads what is new: when a request asks whether its signals are current, at a hint, and every
 * second. One look serves all requests that came before it. One thread runs it.
 */
final class Reader implements Runnable, AutoCloseable {
  private static final long POLL_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 100;
  private static final int BEGUN_TOGETHER = 32;

  private final Session session;
  private final History history;
  private final Contact contact;
  private final Answers answers;
  private final Nodes nodes;
  private final Clock clock;
  private final Defects defects = new Defects();

  /** Requests that wait for current signals. */
  @GuardedBy("this")
  private List<Pending<Boolean>> looks = new ArrayList<>();

  /** The newest revision that is known to exist. */
  @GuardedBy("this")
  private long hinted;

  private volatile boolean closed;

  Reader(
      Session session,
      History history,
      Contact contact,
      Answers answers,
      Nodes nodes,
      Clock clock) {
    this.session = session;
    this.history = history;
    this.contact = contact;
    this.answers = answers;
    this.nodes = nodes;
    this.clock = clock;
  }

  /** Looks as soon as possible, and completes the look afterwards. */
  void look(Pending<Boolean> look) {
    synchronized (this) {
      if (!closed) {
        looks.add(look);
        notifyAll();
        return;
      }
    }
    look.fail("Shutting down");
  }

  /** Looks soon, unless this revision was applied, for example as this node has recorded it. */
  synchronized void hint(long revision) {
    if (revision > history.last()) {
      hinted = Math.max(hinted, revision);
      notifyAll();
    }
  }

  @Override
  public void run() {
    List<Pending<Boolean>> waiting = new ArrayList<>();
    while (!closed) {
      try {
        waiting.addAll(next(waiting.isEmpty() ? POLL_MILLIS : PAUSE_MILLIS));
        Connection connection = session.get();
        long now = history.catchUp(connection);
        answers.give(List.copyOf(waiting), BEGUN_TOGETHER, look -> look.complete(true));
        waiting.clear();
        history.dropExpired(now);
        nodes.beat(connection, clock.nanos());
        contact.reached();
      } catch (SQLException e) {
        session.drop();
        contact.failed(e);
        waiting.removeIf(Pending::isDone);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (Throwable e) { // The thread goes on.
        session.drop();
        defects.caught("Signals could not be read", e);
      }
    }
    waiting.forEach(look -> look.fail("Shutting down"));
  }

  /** Waits for something to do; the requests that have come. */
  private synchronized List<Pending<Boolean>> next(long longestMillis) throws InterruptedException {
    long end = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
    long left = end - clock.nanos();
    boolean pausing = contact.problem() != null;
    while ((pausing || (looks.isEmpty() && hinted <= history.last())) && left > 0 && !closed) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - clock.nanos();
    }
    hinted = 0;
    List<Pending<Boolean>> taken = looks;
    looks = new ArrayList<>();
    return taken;
  }

  @Override
  public void close() {
    List<Pending<Boolean>> left;
    synchronized (this) {
      closed = true;
      left = looks;
      looks = new ArrayList<>();
      notifyAll();
    }
    left.forEach(look -> look.fail("Shutting down"));
    session.close();
  }
}
