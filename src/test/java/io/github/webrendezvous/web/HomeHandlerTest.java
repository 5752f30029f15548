package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.Fakes;
import io.github.webrendezvous.exchange.ResponseCounts;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.settings.Tokens;
import io.github.webrendezvous.stream.EventStreams;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The home page with and without a JSP engine. */
class HomeHandlerTest {
  /** The servlet of the page. */
  private interface Page {
    void include(HttpServletResponse response) throws Exception;
  }

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 100);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 4, UnlimitedRoom.LIMITS);
  private final HomeHandler home =
      new HomeHandler(
          registry,
          journal,
          () -> null,
          new EventsHandler(
              new EventStreams(journal, clock, Runnable::run, 10),
              registry,
              journal,
              () -> null,
              new AnswerSender(clock, true, new ResponseCounts()),
              new Budget(1_000_000),
              clock),
          clock,
          new Access(Tokens.NONE, true),
          new Budget(1_000_000));
  private final HttpServletResponse response =
      Fakes.of(HttpServletResponse.class, (proxy, method, arguments) -> null);

  @SuppressWarnings("JdkObsolete") // The Servlet API has a StringBuffer.
  private static HttpServletRequest asksForThePage(@Nullable Page page) {
    RequestDispatcher dispatcher =
        Fakes.of(
            RequestDispatcher.class,
            (proxy, method, arguments) -> {
              if (page != null) {
                page.include((HttpServletResponse) arguments[1]);
              }
              return null;
            });
    ServletContext context =
        Fakes.of(
            ServletContext.class, (proxy, method, arguments) -> page == null ? null : dispatcher);
    return Fakes.of(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getMethod" -> "GET";
              case "getRequestURL" -> new StringBuffer("http://rendezvous/");
              case "getServletContext" -> context;
              case "getHeaders" ->
                  Collections.enumeration(
                      arguments[0].equals("Accept") ? List.of("text/html") : List.of());
              case "getHeader" -> arguments[0].equals("Accept") ? "text/html" : null;
              default -> null;
            });
  }

  private String body(@Nullable Page page) throws Exception {
    HttpServletRequest request = asksForThePage(page);
    byte[] body =
        home.handle(RequestPath.parse("/"), Query.parse("", List.of()), request, response)
            .prepare(request, response);
    return new String(body, StandardCharsets.UTF_8);
  }

  @Test
  void aPageThatCannotBeRenderedBecomesJson() throws Exception {
    registry.signal(new Key("/abc"), Signal.ok(), new Caller("db"));
    List<Page> withoutJsp =
        List.of(
            written -> {
              throw new ServletException("thrown on purpose: no engine for JSP");
            },
            written -> {
              throw new NoClassDefFoundError("thrown on purpose: jakarta/servlet/jsp/JspFactory");
            },
            written -> written.sendError(404, "Servlet [home] is not available"),
            written -> {});
    for (Page page : withoutJsp) {
      assertThat(body(page))
          .isEqualTo(
              "{\"ok\":true,\"waiting_and_failed\":[],\"marked\":[\"/abc\"],\"waits\":[]}\n");
    }
    assertThat(body(null)).startsWith("{\"ok\":true");
  }

  @Test
  void thePageIsRendered() throws Exception {
    assertThat(body(written -> written.getWriter().print("<h1>page</h1>")))
        .isEqualTo("<h1>page</h1>");
  }
}
