package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Accept;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.metrics.Exposition;
import io.github.webrendezvous.metrics.Metrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** {@code GET /_metrics}: all metrics, for Prometheus. Thread-safe. */
public final class MetricsHandler implements Handler {
  private final Metrics metrics;

  public MetricsHandler(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Answer handle(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    Exposition exposition = Exposition.of(metrics, Accept.openMetrics(request));
    return Answer.of(200, exposition.contentType(), exposition.body()).with("Vary", "Accept");
  }
}
