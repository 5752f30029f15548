package io.github.webrendezvous.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code GET /_assets/…} and {@code GET /favicon.ico}: what the page needs, read once. Thread-safe.
 */
final class AssetHandler {
  private static final String ICON = "/_assets/icon.svg";
  private static final Map<String, String> TYPES =
      Map.of("/_assets/page.css", "text/css", ICON, "image/svg+xml");

  private final Map<String, Answer> assets = new HashMap<>();

  /**
   * @throws IOException if the WAR is not whole
   */
  AssetHandler() throws IOException {
    for (Map.Entry<String, String> asset : TYPES.entrySet()) {
      String file = asset.getKey().replace("/_assets/", "assets/");
      try (InputStream content = AssetHandler.class.getResourceAsStream(file)) {
        if (content == null) {
          throw new IOException(asset.getKey() + " is missing from the WAR");
        }
        assets.put(asset.getKey(), Answer.of(200, asset.getValue(), content.readAllBytes()));
      }
    }
  }

  Answer handle(RequestPath path) throws BadRequestException {
    String name = path.isIcon() ? ICON : path.text();
    Answer asset = assets.get(name);
    if (asset == null) {
      throw new BadRequestException(404, "There is nothing at " + name);
    }
    return asset;
  }
}
