package io.github.webrendezvous.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Metrics as text.
 *
 * @param contentType the media type of the format
 * @param body in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // It is handed over once and never compared.
public record Exposition(String contentType, byte[] body) {
  private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();
  private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();

  /**
   * Writes the values of all metrics at this moment.
   *
   * @param openMetrics whether to use the format of OpenMetrics and not that of Prometheus
   */
  public static Exposition of(Metrics metrics, boolean openMetrics) {
    ExpositionFormatWriter format = openMetrics ? OPEN_METRICS : TEXT;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      format.write(body, metrics.values(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exposition(format.getContentType(), body.toByteArray());
  }
}
