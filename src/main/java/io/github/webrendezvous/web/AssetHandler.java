package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@code GET /_assets/…} and {@code GET /favicon.ico}: the files of the page, read once.
 * Thread-safe.
 */
final class AssetHandler {
  private static final String ICON = "icon.svg";
  private static final Map<String, String> TYPES =
      Map.of("page.css", "text/css", "page.js", "text/javascript", ICON, "image/svg+xml");

  /** The answers by file name. */
  private final Map<String, Answer> assets = new HashMap<>();

  /**
   * @throws IOException if a file of the WAR is missing
   */
  AssetHandler() throws IOException {
    for (Map.Entry<String, String> asset : TYPES.entrySet()) {
      try (InputStream content =
          AssetHandler.class.getResourceAsStream("assets/" + asset.getKey())) {
        if (content == null) {
          throw new IOException("assets/" + asset.getKey() + " is missing from the WAR");
        }
        assets.put(asset.getKey(), Answer.of(200, asset.getValue(), content.readAllBytes()));
      }
    }
  }

  /** A file that the page refers to. */
  Answer file(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    Answer asset = assets.get(String.join("/", path.afterFirst()));
    if (asset == null) {
      throw new BadRequestException(404, "Nothing is served at " + path.text());
    }
    return asset;
  }

  /** The icon that browsers request without being told to. */
  Answer icon(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    return Objects.requireNonNull(assets.get(ICON));
  }
}
