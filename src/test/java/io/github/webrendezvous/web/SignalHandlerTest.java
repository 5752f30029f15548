package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Plenty;
import io.github.webrendezvous.rendezvous.Registry;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the signaller has its answer, beside those who are told. */
class SignalHandlerTest {
  private static final int FEW = 2;

  private final List<String> happened = new ArrayList<>();
  private final List<Runnable> handedOver = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final Registry registry =
      new Registry(
          clock,
          new Journal(clock, 100),
          task -> {
            happened.add("handed over");
            handedOver.add(task);
          },
          FEW,
          Plenty.LIMITS);
  private boolean hungUp;

  private void signalledWith(int waits) throws BadRequestException, IOException {
    for (int i = 0; i < waits; i++) {
      registry.await(
          new Condition.Signalled(new Key("/abc")),
          Duration.ofSeconds(30),
          "web-1",
          (wait, outcome) -> happened.add("told"));
    }
    HttpServletRequest request = request();
    new SignalHandler(registry).handle(RequestPath.of(request), request, response());
  }

  @Test
  void beforeManyAreToldTheSignallerHasItsAnswer() throws BadRequestException, IOException {
    signalledWith(FEW + 1);
    assertThat(happened).containsExactly("written", "flushed", "handed over");
  }

  @Test
  void manyAreToldThoughTheSignallerHasHungUp() throws BadRequestException, IOException {
    hungUp = true;
    signalledWith(FEW + 1);
    assertThat(handedOver).hasSize(1);
    handedOver.get(0).run();
    assertThat(happened.stream().filter("told"::equals)).hasSize(FEW + 1);
  }

  @Test
  void fewAreToldFirst() throws BadRequestException, IOException {
    signalledWith(FEW);
    assertThat(happened).as("the container flushes it").containsExactly("told", "told", "written");
  }

  private static HttpServletRequest request() {
    ServletInputStream empty =
        new ServletInputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public boolean isFinished() {
            return true;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
          }
        };
    return Fakes.of(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getMethod" -> "PUT";
              case "getRequestURI" -> "/abc";
              case "getContextPath" -> "";
              case "getRemoteAddr" -> "172.18.0.3";
              case "getContentLengthLong" -> 0L;
              case "getInputStream" -> empty;
              default -> null;
            });
  }

  private HttpServletResponse response() {
    ServletOutputStream body = Fakes.body(bytes -> happened.add("written"));
    return Fakes.of(
        HttpServletResponse.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getOutputStream" -> body;
              case "getBufferSize" -> 8_192;
              case "isCommitted" -> happened.contains("flushed") || hungUp;
              case "flushBuffer" -> {
                if (hungUp) {
                  throw new IOException("Broken pipe");
                }
                happened.add("flushed");
                yield null;
              }
              default -> null;
            });
  }
}
