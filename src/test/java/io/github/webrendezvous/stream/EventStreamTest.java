package io.github.webrendezvous.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.Fakes;
import io.github.webrendezvous.exchange.LongAnswers;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Streams to clients that read slowly, or not at all. */
class EventStreamTest {
  private static final int JOURNAL_LENGTH = 400;

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, JOURNAL_LENGTH);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 4, UnlimitedRoom.LIMITS);
  private final EventStreams streams = new EventStreams(journal, clock, Runnable::run, 2);
  private final EventSource source =
      new EventSource(journal, new StatusJson(registry, () -> null), "epoch");
  private final Budget room = new Budget(1_000_000);

  /** A client, and the container between it and the stream. */
  private final class Reader {
    final List<String> calls = new ArrayList<>();
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    boolean reads = true;
    boolean isGone;
    @Nullable Thread reporting;
    private @Nullable EventStream stream;

    private final ServletOutputStream out =
        new ServletOutputStream() {
          @Override
          public boolean isReady() {
            return reads;
          }

          @Override
          public void setWriteListener(WriteListener listener) {
            calls.add("listens");
          }

          @Override
          public void write(int b) {
            throw new UnsupportedOperationException("all at once");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            assertThat(reads).as("writes only what cannot block").isTrue();
            sent.write(bytes, from, length);
          }

          @Override
          public void flush() throws IOException {
            assertThat(reads).isTrue();
            if (isGone) {
              IOException failure = new IOException("Broken pipe");
              EventStream failed = Objects.requireNonNull(stream);
              reporting = Fakes.startUntilItWaits(() -> failed.onError(failure));
              calls.add(reporting.isAlive() ? "error waits" : "error reported");
              throw failure;
            }
          }
        };

    private final HttpServletResponse response =
        Fakes.of(
            HttpServletResponse.class,
            (proxy, method, arguments) -> method.getName().equals("getOutputStream") ? out : null);
    private final HttpServletRequest request =
        Fakes.of(HttpServletRequest.class, (proxy, method, arguments) -> null);
    private final AsyncContext async =
        Fakes.of(
            AsyncContext.class,
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return switch (method.getName()) {
                case "getResponse" -> response;
                case "getRequest" -> request;
                default -> null;
              };
            });

    Reader begin(@Nullable EventPosition known, boolean changesOnly) throws IOException {
      EventStreams.Place place = Objects.requireNonNull(streams.take());
      JournalFeed feed =
          new JournalFeed(
              source,
              EventFormat.LINES,
              EventFilter.NONE,
              changesOnly,
              known,
              new LongAnswers(room),
              clock);
      EventStream begun = new EventStream(async, feed, EventFormat.LINES, clock, streams, place);
      stream = begun;
      begun.begin();
      streams.add(begun);
      return this;
    }

    boolean isDisconnected() {
      return calls.contains("complete");
    }

    long count(String text) {
      return sent.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(text)).count();
    }
  }

  private void signal(int times) {
    for (int i = 0; i < times; i++) {
      registry.signal(new Key("/abc"), Signal.ok(), new Caller("db"));
    }
    clock.advance(Duration.ofMillis(100));
  }

  @Test
  void everyEventIsSentOnceAndInOrder() throws IOException {
    Reader reader = new Reader().begin(source.now(), false);
    signal(300);
    signal(5);
    List<String> ids =
        reader
            .sent
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(0, line.indexOf(',')))
            .toList();
    assertThat(ids).hasSize(305);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo("{\"id\":\"epoch-" + (i + 1) + "\"");
    }
  }

  @Test
  void aReaderThatFallsBehindGetsASnapshotAndTheSecondTimeItIsDisconnected() throws IOException {
    Reader reader = new Reader().begin(source.now(), false);
    reader.reads = false;
    signal(JOURNAL_LENGTH + 10);
    assertThat(reader.sent.size()).isLessThan(100);
    reader.reads = true;
    signal(1);
    assertThat(reader.count("snapshot")).isEqualTo(1);
    assertThat(reader.isDisconnected()).isFalse();
    reader.reads = false;
    signal(JOURNAL_LENGTH + 10);
    reader.reads = true;
    signal(1);
    assertThat(reader.isDisconnected()).isTrue();
    assertThat(reader.count("snapshot")).isEqualTo(1);
    assertThat(streams.open()).isZero();
  }

  @Test
  void aReaderThatDoesNotReadIsDisconnected() throws IOException {
    Reader reader = new Reader().begin(source.now(), false);
    reader.reads = false;
    signal(1);
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(reader.isDisconnected()).isTrue();
    assertThat(streams.open()).isZero();
  }

  /** Tomcat reports a failed write on another thread, and uses the response again afterwards. */
  @Test
  void anErrorIsReportedUntilNoThreadWritesAnyMore() throws Exception {
    Reader reader = new Reader().begin(source.now(), false);
    reader.isGone = true;
    signal(1);
    Objects.requireNonNull(reader.reporting).join();
    assertThat(reader.calls)
        .containsOnlyOnce("complete")
        .containsSubsequence("error waits", "complete");
    assertThat(streams.open()).isZero();
  }

  @Test
  void aSilentStreamSendsCommentsAndEndsAfterAnHour() throws IOException {
    Reader reader = new Reader().begin(source.now(), false);
    int atFirst = reader.sent.size();
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(reader.sent.size() - atFirst).isEqualTo(4);
    for (int i = 0; i < 3_600; i++) {
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(reader.isDisconnected()).isTrue();
  }

  @Test
  void changesAreReportedAtMostOnceASecond() throws IOException {
    Reader reader = new Reader().begin(source.now(), true);
    for (int i = 0; i < 30; i++) {
      signal(1);
    }
    assertThat(reader.count("change")).isBetween(2L, 4L);
    clock.advance(Duration.ofSeconds(1));
    String last = reader.sent.toString(StandardCharsets.UTF_8).strip();
    assertThat(last).endsWith("{\"id\":\"" + source.now() + "\",\"event\":\"change\"}");
  }

  @Test
  void theNumberOfStreamsIsLimitedAndTheEndOfTheServiceEndsThem() throws IOException {
    Reader first = new Reader().begin(null, false);
    Reader second = new Reader().begin(null, false);
    assertThat(first.count("snapshot")).isEqualTo(1);
    assertThat(streams.take()).isNull();
    streams.close();
    assertThat(first.isDisconnected()).isTrue();
    assertThat(second.isDisconnected()).isTrue();
    assertThat(streams.take()).isNull();
  }

  @Test
  void aSnapshotGivesItsRoomBack() throws IOException {
    new Reader().begin(null, false);
    assertThat(room.take(1_000_000)).as("all of it is free").isTrue();
  }
}
