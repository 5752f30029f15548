package io.github.webrendezvous.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A response that is read while it is sent. */
final class Stream implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  private Stream(HttpResponse<InputStream> response) {
    this.response = response;
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  static Stream open(Client client, String path, Map<String, String> headers) throws Exception {
    return new Stream(client.stream(path, headers).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The next line. */
  String line() throws Exception {
    String line =
        CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return String.valueOf(lines.readLine());
                  } catch (IOException e) {
                    return "failed: " + e;
                  }
                })
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line.equals("null") || line.startsWith("failed: ")) {
      throw new IOException("The stream has ended: " + line);
    }
    return line;
  }

  /** The next event of lines of JSON. */
  JsonNode next() throws Exception {
    String line = line();
    while (line.isEmpty()) {
      line = line();
    }
    return Client.json(line + "\n");
  }

  /** The next event of this kind. */
  JsonNode next(String kind) throws Exception {
    JsonNode event = next();
    while (!event.get("event").stringValue().equals(kind)) {
      event = next();
    }
    return event;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
