package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Change;
import io.github.webrendezvous.rendezvous.Defects;
import io.github.webrendezvous.rendezvous.Replica;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Records changes, as many at a time as are waiting: one lock, one insert, one notification and one
 * commit for all of them. One thread runs it.
 *
 * <p>If the connection breaks at the commit, the group may have been recorded or not. Its tag
 * tells: the writer looks for it before it records the group again.
 */
final class Writer implements Runnable, AutoCloseable {
  private static final int MOST_AT_ONCE = 1_000;
  private static final int MOST_QUEUED = 20_000;
  private static final long PAUSE_MILLIS = 100;

  /** Answers that one task gives. */
  private static final int ANSWERED_TOGETHER = 32;

  /**
   * The SQL states that the data of one change can cause: its size, its contents, and what a
   * constraint or a trigger of the database's owner refuses.
   */
  private static final String OF_DATA = "2[12]|23514|54|P0001";

  private static final String ENDED = "Shutting down; it is not known whether this was recorded";

  /** A change that a request waits for. */
  interface Write {
    /** Adds it to a plan; afterwards {@link #answer} knows the result. */
    void addTo(Replica.Plan plan);

    /** Notes that it is about to be recorded; false if its time is over. */
    boolean send();

    /** It is recorded. */
    void answer();

    void fail(String message);
  }

  /** It wakes the thread, which then sees that it is closed. */
  private static final Write END =
      new Write() {
        @Override
        public void addTo(Replica.Plan plan) {}

        @Override
        public boolean send() {
          return false;
        }

        @Override
        public void answer() {}

        @Override
        public void fail(String message) {}
      };

  /** A group whose outcome is not known. */
  private record Attempted(long tag, long after, List<Row> rows, List<Write> writes, long micros) {}

  private final Session session;
  private final Replica replica;
  private final Supplier<Set<String>> waits;
  private final History history;
  private final Contact contact;
  private final Answers answers;
  private final Defects defects = new Defects();
  private final SecureRandom tags = new SecureRandom();
  private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private volatile boolean closed;

  /**
   * @param waits the keys that this node has waits for
   */
  Writer(
      Session session,
      Replica replica,
      Supplier<Set<String>> waits,
      History history,
      Contact contact,
      Answers answers) {
    this.session = session;
    this.replica = replica;
    this.waits = waits;
    this.history = history;
    this.contact = contact;
    this.answers = answers;
  }

  /** Queues a change; false if too many are queued. */
  boolean add(Write write) {
    if (queued.incrementAndGet() > MOST_QUEUED) {
      queued.decrementAndGet();
      return false;
    }
    queue.add(write);
    if (closed) {
      failAll();
    }
    return true;
  }

  @Override
  public void run() {
    while (!closed) {
      List<Write> group = new ArrayList<>();
      try {
        group.add(queue.take());
        queue.drainTo(group, MOST_AT_ONCE - 1);
        queued.addAndGet(-group.size());
        write(group);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        group.forEach(write -> write.fail(ENDED));
        return;
      } catch (Throwable e) { // The thread goes on with the next group.
        session.drop(); // Its transaction may hold the lock that all nodes need.
        defects.caught("Signals could not be recorded", e);
        group.forEach(write -> write.fail("Internal error: the server's log has the cause"));
      }
    }
  }

  /** Records a group, and tries again until the time of each is over. */
  private void write(List<Write> group) throws InterruptedException {
    Attempted attempted = null;
    List<Write> open = group;
    while (!closed) {
      open = open.stream().filter(Write::send).toList();
      if (open.isEmpty()) {
        return;
      }
      try {
        Connection connection = session.get();
        long now = lock(connection);
        if (attempted == null || !isRecorded(attempted, connection)) {
          attempted = plan(open, now);
          if (!attempted.rows().isEmpty()) {
            Log.insertAndCommit(attempted.rows(), now, connection);
          }
        }
        connection.commit();
        connection.setAutoCommit(true);
        contact.reached();
        done(attempted);
        return;
      } catch (SQLException e) {
        session.drop();
        if (String.valueOf(e.getSQLState()).matches("(" + OF_DATA + ").*")) {
          alone(open, e);
          return;
        }
        contact.failed(e);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    open.forEach(write -> write.fail(ENDED));
  }

  /** One of a group cannot be recorded: the others must not suffer. */
  private void alone(List<Write> group, SQLException failure) throws InterruptedException {
    if (group.size() == 1) {
      group.get(0).fail("The store refuses the signal: " + Contact.inOneLine(failure));
      return;
    }
    for (Write each : group) {
      write(List.of(each));
    }
  }

  /**
   * Begins a transaction with the lock, after every other one with it, and applies what they have
   * recorded; returns the time.
   */
  private long lock(Connection connection) throws SQLException {
    while (true) {
      connection.setAutoCommit(false);
      long now = history.lockAndCatchUp(connection);
      if (now != History.NONE) {
        return now;
      }
      connection.rollback();
      connection.setAutoCommit(true);
      long unused = history.catchUp(connection);
    }
  }

  private Attempted plan(List<Write> writes, long now) {
    Replica.Plan plan = replica.plan(waits, now);
    writes.forEach(write -> write.addTo(plan));
    long tag = tags.nextLong();
    long after = history.last();
    List<Row> rows = new ArrayList<>();
    for (Change change : plan.changes()) {
      rows.add(new Row(after + 1 + rows.size(), tag, change));
    }
    return new Attempted(tag, after, rows, writes, now);
  }

  private static boolean isRecorded(Attempted attempted, Connection connection)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM rendezvous_log WHERE revision > ? AND tag = ? LIMIT 1")) {
      select.setLong(1, attempted.after());
      select.setLong(2, attempted.tag());
      try (ResultSet found = select.executeQuery()) {
        return found.next();
      }
    }
  }

  /** Answers before it releases waits, which compete with the answers for the processors. */
  private void done(Attempted attempted) {
    List<Runnable> releases = history.recorded(attempted.rows(), attempted.micros());
    try {
      answers.give(attempted.writes(), ANSWERED_TOGETHER, Write::answer);
    } finally {
      releases.forEach(Runnable::run);
    }
  }

  @Override
  public void close() {
    closed = true;
    failAll();
    session.close();
  }

  private void failAll() {
    for (Write each = queue.poll(); each != null; each = queue.poll()) {
      each.fail("Shutting down");
    }
    queue.add(END); // After each call, as it may have taken the one of another call.
  }
}
