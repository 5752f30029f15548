package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many open pages cost hardly more than one. */
class SharedPageTest {
  private final ManualClock clock = new ManualClock();
  private final SharedPage shared = new SharedPage(clock);
  private final AtomicInteger renderings = new AtomicInteger();

  private String get(String visit) {
    byte[] page =
        shared.get(
            visit,
            () -> Integer.toString(renderings.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
    return page == null ? "" : new String(page, StandardCharsets.UTF_8);
  }

  @Test
  void aPageIsRenderedOnceASecondForAll() {
    for (int i = 0; i < 200; i++) {
      assertThat(get("a")).isEqualTo("1");
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(get("a")).isEqualTo("2");
    assertThat(get("a")).isEqualTo("2");
  }

  @Test
  void aPageIsOnlyForRequestsOfItsKind() {
    assertThat(get("signed in")).isEqualTo("1");
    assertThat(get("not signed in")).isEqualTo("2");
  }

  @Test
  void othersGetTheLastPageWhileOneRendersTheNext() throws Exception {
    assertThat(get("a")).isEqualTo("1");
    clock.advance(Duration.ofSeconds(2));
    CountDownLatch hasBegun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<byte[]> slow =
          thread.submit(
              () ->
                  shared.get(
                      "a",
                      () -> {
                        hasBegun.countDown();
                        try {
                          goOn.await();
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                        return "slow".getBytes(StandardCharsets.UTF_8);
                      }));
      hasBegun.await();
      assertThat(get("a")).isEqualTo("1");
      clock.advance(Duration.ofSeconds(10));
      assertThat(get("a")).as("too old by now").isEqualTo("2");
      goOn.countDown();
      assertThat(slow.get()).asString(StandardCharsets.UTF_8).isEqualTo("slow");
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void aPageThatFailsIsTriedAgain() {
    assertThat(shared.get("a", () -> null)).isNull();
    assertThat(get("a")).isEqualTo("1");
  }
}
