package io.github.webrendezvous.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Journal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All streams of events. While there is one, the streams are told of new events, ten times a second
 * at most, and of the time, once a second; both on a thread that does nothing else. Thread-safe.
 */
public final class EventStreams {
  /** Long enough that streams do not delay a burst of signals. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Shorter than the time after which proxies disconnect what is silent; nginx takes 60 s. */
  private static final int SECONDS_BETWEEN_COMMENTS = 15;

  /** Proxies and browsers collect what never ends. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Journal journal;
  private final Clock clock;
  private final Executor thread;
  private final int most;

  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  /** Ends following the journal; null while there is no stream. */
  @GuardedBy("this")
  private @Nullable Runnable unfollow;

  @GuardedBy("this")
  private int taken;

  @GuardedBy("this")
  private boolean closed;

  /** Counts the seconds; only on the thread. */
  private int seconds;

  /**
   * @param thread runs one task at a time
   * @param most how many streams there may be
   */
  public EventStreams(Journal journal, Clock clock, Executor thread, int most) {
    this.journal = journal;
    this.clock = clock;
    this.thread = thread;
    this.most = most;
  }

  /** The answer to a request for a stream if there is no place for it. */
  public Answer full() {
    return Answer.noRoom("Too many streams of events are open (" + most + ")");
  }

  /** How many streams there are. */
  public int open() {
    return streams.size();
  }

  /** The place of one stream among all; left once. Thread-safe. */
  public final class Place {
    @GuardedBy("EventStreams.this")
    private boolean isLeft;

    /** Makes room for another stream. */
    public void leave() {
      synchronized (EventStreams.this) {
        if (!isLeft) {
          isLeft = true;
          left();
        }
      }
    }
  }

  /** Takes a place for a stream; null if there is none. */
  public synchronized @Nullable Place take() {
    if (closed || taken >= most) {
      return null;
    }
    taken++;
    if (unfollow == null) {
      Runnable following = journal.follow(thread, PAUSE, new Following());
      unfollow = following;
      awaitSecond(following);
    }
    return new Place();
  }

  @GuardedBy("this")
  private void left() {
    taken--;
    if (taken == 0 && unfollow != null) {
      unfollow.run();
      unfollow = null;
    }
  }

  /** A stream has begun, for which a place was taken. */
  public void add(EventStream stream) {
    streams.add(stream);
    if (stream.hasEnded()) {
      streams.remove(stream);
    } else if (isClosed()) {
      stream.finish();
    } else {
      // What has happened since it looked for events is not lost.
      thread.execute(stream::advance);
    }
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private final class Following implements Journal.Reader {
    @Override
    public void read(Event event) {
      // Each stream takes the events itself.
    }

    @Override
    public void missed(long events) {
      // Each stream notices this itself.
    }

    @Override
    public void batchRead() {
      streams.forEach(EventStream::advance);
    }
  }

  private void awaitSecond(Runnable following) {
    clock.after(SECOND, () -> thread.execute(() -> secondPassed(following)));
  }

  private void secondPassed(Runnable following) {
    boolean commentIsDue = ++seconds % SECONDS_BETWEEN_COMMENTS == 0;
    for (EventStream stream : streams) {
      if (stream.age().compareTo(LONGEST) > 0) {
        stream.finish();
      } else if (commentIsDue) {
        stream.tick();
      } else {
        stream.advance();
      }
    }
    if (isFollowing(following)) {
      awaitSecond(following);
    }
  }

  private synchronized boolean isFollowing(Runnable following) {
    return following.equals(unfollow);
  }

  /** Ends all streams, and begins none from now on. */
  public void close() {
    synchronized (this) {
      closed = true;
      if (unfollow != null) {
        unfollow.run();
        unfollow = null;
      }
    }
    streams.forEach(EventStream::finish);
  }
}
