package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.syntax.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /_health/live} and {@code GET /_health/ready}, for orchestrators: the status code
 * decides, and the body is that of MicroProfile Health. Thread-safe.
 */
public final class HealthHandler {
  static final List<Parameter> PARAMETERS = List.of(Parameters.VERBOSE);

  private final List<HealthCheck> checks;

  public HealthHandler(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  private record Result(String name, @Nullable String problem) {
    String status() {
      return inWords(problem == null);
    }
  }

  private static String inWords(boolean well) {
    return well ? "UP" : "DOWN";
  }

  /** Whether the process works; if not, it must be restarted. */
  Answer live(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    return answer("live", checks.stream().filter(HealthCheck::forLife).toList(), query);
  }

  /** Whether it takes requests. */
  Answer ready(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    return answer("ready", checks, query);
  }

  private static Answer answer(String what, List<HealthCheck> checks, Query query) {
    List<Result> results =
        checks.stream().map(check -> new Result(check.name(), check.problem().inWords())).toList();
    boolean well = results.stream().allMatch(result -> result.problem() == null);
    int status = well ? 200 : 503;
    Answer answer =
        query.has(Parameters.VERBOSE)
            ? Answer.of(status, "text/plain;charset=utf-8", text(what, well, results))
            : Answer.of(status, "application/json", json(well, results));
    return well ? answer : answer.retryLater();
  }

  private static byte[] json(boolean well, List<Result> results) {
    return Json.line(
        json -> {
          json.writeBooleanProperty("ok", well);
          json.writeStringProperty("status", inWords(well));
          json.writeArrayPropertyStart("checks");
          for (Result result : results) {
            json.writeStartObject();
            json.writeStringProperty("name", result.name());
            json.writeStringProperty("status", result.status());
            if (result.problem() != null) {
              json.writeObjectPropertyStart("data");
              json.writeStringProperty("problem", result.problem());
              json.writeEndObject();
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** One line for each check, as the endpoints of Kubernetes show it. */
  private static byte[] text(String what, boolean well, List<Result> results) {
    StringBuilder text = new StringBuilder();
    for (Result result : results) {
      text.append(result.problem() == null ? "[+]" : "[-]").append(result.name());
      text.append(' ').append(result.problem() == null ? "ok" : result.problem()).append('\n');
    }
    text.append(what).append(" check ").append(well ? "passed" : "failed").append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
