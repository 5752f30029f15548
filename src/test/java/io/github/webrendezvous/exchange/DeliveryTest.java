package io.github.webrendezvous.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.rendezvous.ManualClock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Writing to a client that reads as the test says. */
class DeliveryTest {
  private static final byte[] BODY = new byte[40_000];

  private final ManualClock clock = new ManualClock();
  private final List<String> happened = new ArrayList<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int piecesThatFit;
  private @Nullable Delivery toAClientThatIsGone;
  private @Nullable Thread reporting;

  private final ServletOutputStream out =
      new ServletOutputStream() {
        @Override
        public boolean isReady() {
          return piecesThatFit > 0;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          happened.add("listens");
        }

        @Override
        public void write(int b) {
          throw new UnsupportedOperationException("a piece at a time");
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          assertThat(isReady()).isTrue();
          Delivery failed = toAClientThatIsGone;
          if (failed != null) {
            IOException failure = new IOException("Broken pipe");
            reporting = Fakes.startUntilItWaits(() -> failed.onError(failure));
            assertThat(reporting.isAlive()).as("waits for this thread").isTrue();
            throw failure;
          }
          piecesThatFit--;
          sent.write(bytes, from, length);
        }

        @Override
        public void flush() {
          assertThat(isReady()).isTrue();
          piecesThatFit--;
          happened.add("flushed");
        }
      };

  private final HttpServletResponse response =
      Fakes.of(
          HttpServletResponse.class,
          (proxy, method, arguments) -> method.getName().equals("getOutputStream") ? out : null);

  private final HttpServletRequest request =
      Fakes.of(HttpServletRequest.class, (proxy, method, arguments) -> "GET");

  private boolean hasReturned;

  private final AsyncContext async =
      Fakes.of(
          AsyncContext.class,
          (proxy, method, arguments) -> {
            happened.add(method.getName());
            if (method.getName().equals("addListener") && hasReturned) {
              throw new IllegalStateException("The container's call of the servlet has returned");
            }
            return switch (method.getName()) {
              case "getResponse" -> response;
              case "getRequest" -> request;
              default -> null;
            };
          });

  /** The answer comes after the servlet has returned. */
  private Delivery delivery(Answer answer) throws IOException {
    Delivery delivery = Delivery.of(async, clock);
    delivery.listen();
    hasReturned = true;
    delivery.send(answer, BODY);
    return delivery;
  }

  @Test
  void writesNeverBlockAndEverythingIsWritten() throws IOException {
    Delivery delivery = delivery(Answer.ok());
    for (int i = 0; i < 4; i++) {
      assertThat(happened).doesNotContain("complete");
      piecesThatFit = 1;
      delivery.onWritePossible();
    }
    assertThat(sent.size()).isEqualTo(BODY.length);
    assertThat(happened).containsSubsequence("listens", "flushed").doesNotContain("complete");
    piecesThatFit = 1;
    delivery.onWritePossible();
    assertThat(happened).as("once nothing is left to write").endsWith("complete");
  }

  @Test
  void aSlowClientIsDisconnected() throws IOException {
    Delivery delivery = delivery(Answer.ok());
    piecesThatFit = 1;
    delivery.onWritePossible();
    clock.advance(Delivery.LONGEST.plusMillis(1));
    piecesThatFit = 1;
    assertThatThrownBy(delivery::onWritePossible).isInstanceOf(IOException.class);
  }

  /** Tomcat reports a failed write on another thread, and uses the response again afterwards. */
  @Test
  void anErrorIsReportedUntilNoThreadWritesAnyMore() throws Exception {
    Delivery delivery = Delivery.of(async, clock);
    delivery.listen();
    toAClientThatIsGone = delivery;
    piecesThatFit = 1;
    assertThatThrownBy(() -> delivery.send(Answer.ok(), BODY)).hasMessage("Broken pipe");
    assertThat(happened).as("completed by the thread that writes").endsWith("complete");
    Objects.requireNonNull(reporting).join();
    delivery.complete();
    assertThat(happened.stream().filter("complete"::equals)).hasSize(1);
  }

  @Test
  void anAnswerThatComesAfterAnErrorIsRefused() throws IOException {
    Delivery delivery = Delivery.of(async, clock);
    delivery.listen();
    delivery.onError(new IOException("Broken pipe"));
    piecesThatFit = 10;
    assertThatThrownBy(() -> delivery.send(Answer.ok(), BODY)).isInstanceOf(IOException.class);
    assertThat(sent.size()).isZero();
  }

  @Test
  void theTasksOfAnAnswerRunOnce() throws IOException {
    Answer answer =
        Answer.ok().whenBegun(() -> happened.add("begun")).whenDone(() -> happened.add("done"));
    Delivery delivery = delivery(answer);
    piecesThatFit = 1;
    delivery.onWritePossible();
    assertThat(happened).contains("begun").doesNotContain("done");
    delivery.onError(new IOException("Broken pipe"));
    delivery.onError(new IOException("Broken pipe"));
    assertThat(happened.stream().filter("begun"::equals)).hasSize(1);
    assertThat(happened.stream().filter("done"::equals)).hasSize(1);
  }

  @Test
  void aDisconnectedSignallerDoesNotStopTheRelease() throws IOException {
    Delivery delivery = delivery(Answer.ok().whenBegun(() -> happened.add("begun")));
    delivery.onError(new IOException("Broken pipe"));
    assertThat(happened).contains("begun");
  }
}
