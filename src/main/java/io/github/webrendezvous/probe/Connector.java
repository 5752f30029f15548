package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Opens TCP connections and closes them at once, any number at the same time on one thread, so that
 * thousands of silent hosts do not delay others. Thread-safe.
 */
public final class Connector implements AutoCloseable {
  /** So that an attempt that always fails does not keep a processor busy. */
  private static final long PAUSE_AFTER_DEFECT_NANOS = 10_000_000;

  /** Opens channels. */
  interface Channels {
    SocketChannel open() throws IOException;
  }

  private final Clock clock;
  private final Channels channels;
  private final Defects defects = new Defects();
  private final Selector selector;
  private final Thread thread;

  /** For the thread, which alone registers channels. */
  private final Queue<Connect> added = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  /**
   * @throws IOException if the system has no selectors left
   */
  public Connector(Clock clock) throws IOException {
    this(clock, SocketChannel::open);
  }

  Connector(Clock clock, Channels channels) throws IOException {
    this.clock = clock;
    this.channels = channels;
    selector = Selector.open();
    thread = new Thread(this::run, "web-rendezvous-connect");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Connects to an address and closes the connection. The result fails with the error of the
   * system, with {@link NoSocketException} if there is no socket, with {@link
   * ConnectTimeoutException} when the time is over, or with {@link ClosedChannelException} when the
   * connector is closed. Cancelling it closes the connection.
   */
  CompletableFuture<Void> connect(PermittedAddress address, Duration timeout) {
    Connect connect = new Connect(address.socketAddress());
    added.add(connect);
    selector.wakeup();
    Clock.Task timer = clock.after(timeout, () -> connect.fail(new ConnectTimeoutException()));
    connect.result.whenComplete((nothing, failure) -> timer.cancel());
    if (closed) {
      connect.fail(new ClosedChannelException());
    }
    return connect.result;
  }

  /** Whether its thread runs, on which every attempt depends. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    while (!closed) {
      try {
        selector.select(this::ready);
        for (Connect connect = added.poll(); connect != null; connect = added.poll()) {
          connect.begin();
        }
      } catch (Throwable e) { // All other attempts depend on this thread.
        defects.caught("Port probe loop failed", e);
        LockSupport.parkNanos(PAUSE_AFTER_DEFECT_NANOS);
      }
    }
    new ArrayList<>(selector.keys())
        .forEach(key -> ((Connect) key.attachment()).fail(new ClosedChannelException()));
    added.forEach(connect -> connect.fail(new ClosedChannelException()));
    try {
      selector.close();
    } catch (IOException e) {
      // Trying again would release nothing more.
    }
  }

  private void ready(SelectionKey key) {
    ((Connect) key.attachment()).finish();
  }

  /** Fails the running attempts and ends the thread. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The time for one attempt is over. */
  static final class ConnectTimeoutException extends IOException {}

  private final class Connect {
    private final InetSocketAddress address;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    /** Set by the thread of the connector; closed by the thread that settles the result. */
    private volatile @Nullable SocketChannel channel;

    Connect(InetSocketAddress address) {
      this.address = address;
      result.whenComplete((nothing, failure) -> hangUp());
    }

    void begin() {
      if (result.isDone()) {
        return;
      }
      try {
        SocketChannel opened = open();
        channel = opened;
        opened.configureBlocking(false);
        if (opened.connect(address)) {
          finish();
        } else {
          opened.register(selector, SelectionKey.OP_CONNECT, this);
        }
        if (result.isDone()) {
          hangUp(); // It timed out before it had a channel to close.
        }
      } catch (Throwable e) {
        fail(e);
      }
    }

    private SocketChannel open() throws NoSocketException {
      try {
        return channels.open();
      } catch (IOException e) {
        throw new NoSocketException(e);
      }
    }

    void finish() {
      SocketChannel connecting = channel;
      try {
        if (connecting != null && connecting.finishConnect()) {
          // A port in the ephemeral range can be connected to itself, although no server listens
          // there (RFC 9293, section 3.5).
          if (connecting.getLocalAddress().equals(connecting.getRemoteAddress())) {
            fail(new ConnectException("Connection refused"));
          } else {
            result.complete(null);
          }
        }
      } catch (Throwable e) {
        fail(e);
      }
    }

    void fail(Throwable failure) {
      result.completeExceptionally(failure);
    }

    private void hangUp() {
      SocketChannel open = channel;
      if (open != null) {
        try {
          open.close();
          // A closed channel keeps its key in the selector, and its file descriptor, until the next
          // selection.
          selector.wakeup();
        } catch (IOException e) {
          // It counts as closed.
        }
      }
    }
  }
}
