package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** The number of reads from the system. */
class WatchedEndPointTest {
  private int reads;
  private final AtomicInteger readable = new AtomicInteger();
  private final ByteBuffer buffer = BufferUtil.allocate(100);

  private final ByteArrayEndPoint system =
      new ByteArrayEndPoint() {
        @Override
        public int fill(ByteBuffer into) throws IOException {
          reads++;
          return super.fill(into);
        }

        @Override
        protected void execute(Runnable task) {
          task.run();
        }
      };

  private final WatchedEndPoint watched = new WatchedEndPoint(system, Runnable::run);

  private int fill() throws IOException {
    BufferUtil.clear(buffer);
    return watched.fill(buffer);
  }

  private void awaitReadable() {
    watched.fillInterested(Callback.from(readable::incrementAndGet, failure -> {}));
  }

  @Test
  void aCompletelyReadRequestIsReadOnce() throws IOException {
    system.addInput("GET /abc");
    assertThat(fill()).isEqualTo(8);
    watched.requestBegins(true);
    for (int i = 0; i < 3; i++) {
      assertThat(fill()).isZero();
    }
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void laterInputIsFoundByTheNextReadInterest() throws IOException {
    system.addInput("GET /abc");
    fill();
    watched.requestBegins(true);
    system.addInput("PUT /abcd");
    assertThat(fill()).isZero();
    awaitReadable();
    assertThat(readable).hasValue(1);
    assertThat(fill()).isEqualTo(9);
  }

  @Test
  void aBodyIsReadAsItComes() throws IOException {
    system.addInput("PUT /abc");
    fill();
    watched.requestBegins(false);
    system.addInput("5432");
    assertThat(fill()).isEqualTo(4);
  }

  @Test
  void aReadThatFillsTheBufferMayHaveLeftSomething() throws IOException {
    system.addInput("x".repeat(150));
    assertThat(fill()).isEqualTo(100);
    watched.requestBegins(true);
    assertThat(fill()).isEqualTo(50);
  }
}
