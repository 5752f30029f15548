package io.github.webrendezvous.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * The grammar for programs, as an OpenAPI 3.1 description: paths and parameters as they are read,
 * and the answers from a file of schemas. Thread-safe.
 */
final class OpenApi {
  private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");

  /** A status, and when it is the answer. */
  private record End(String status, String about) {}

  private static final List<End> ENDS_OF_A_WAIT =
      List.of(
          new End("404", "timed out, with what was missing; another status with on-timeout"),
          new End("410", "a key was reset"),
          new End("424", "a key was signalled as failed"),
          new End("503", "no room for another wait, or shutting down"));

  private final Grammar grammar;
  private final String schemas;

  /**
   * @throws IOException if the file of schemas is not there
   */
  OpenApi(Grammar grammar) throws IOException {
    this.grammar = grammar;
    try (InputStream file = OpenApi.class.getResourceAsStream("schemas.json")) {
      if (file == null) {
        throw new IOException("schemas.json is missing");
      }
      // On one line, as every JSON answer is.
      schemas =
          new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s*\\n\\s*", "");
    }
  }

  /** Writes it. */
  byte[] of(String base) {
    return Json.line(
        json -> {
          json.writeStringProperty("openapi", "3.1.0");
          json.writeObjectPropertyStart("info");
          json.writeStringProperty("title", "web-rendezvous");
          json.writeStringProperty("version", "1");
          json.writeStringProperty(
              "description",
              "The meeting point for programs that start together. A key and the path of a URL may"
                  + " have slashes in them; a client that encodes them as %2F is refused.");
          json.writeEndObject();
          json.writeArrayPropertyStart("servers");
          json.writeStartObject();
          json.writeStringProperty("url", base);
          json.writeEndObject();
          json.writeEndArray();
          json.writeObjectPropertyStart("paths");
          byPath().forEach((path, requests) -> write(path, requests, json));
          json.writeEndObject();
          json.writeObjectPropertyStart("components");
          json.writeName("schemas");
          json.writeRawValue(schemas);
          json.writeEndObject();
        });
  }

  private Map<String, List<Grammar.Request>> byPath() {
    return grammar.requests().stream()
        .collect(
            Collectors.groupingBy(Grammar.Request::path, LinkedHashMap::new, Collectors.toList()));
  }

  private static void write(String path, List<Grammar.Request> requests, JsonGenerator json) {
    json.writeObjectPropertyStart(path);
    for (Grammar.Request request : requests) {
      String method = request.method().toLowerCase(Locale.ROOT);
      json.writeObjectPropertyStart(method);
      json.writeStringProperty("operationId", method + name(path));
      json.writeStringProperty("summary", request.about());
      json.writeArrayPropertyStart("parameters");
      Matcher inPath = IN_PATH.matcher(path);
      while (inPath.find()) {
        writePathParameter(inPath.group(1), json);
      }
      request.own().forEach(parameter -> write(parameter, json));
      if (request.isWait()) {
        Parameter.ON_EVERY_WAIT.forEach(parameter -> write(parameter, json));
      }
      if (method.equals("put")) {
        writeIfNoneMatch(json);
      }
      json.writeEndArray();
      if (method.equals("put") || method.equals("post")) {
        writeBody(json);
      }
      json.writeObjectPropertyStart("responses");
      writeResponses(request, json);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** {@code Port} for {@code /_port/{host}/{port}}. */
  private static String name(String path) {
    String word = path.replaceFirst("^/[_{]?(\\w*).*", "$1");
    return word.isEmpty()
        ? "Home"
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static void writePathParameter(String name, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("in", "path");
    json.writeBooleanProperty("required", true);
    json.writeObjectPropertyStart("schema");
    if (name.equals("port")) {
      json.writeStringProperty("type", "integer");
      json.writeNumberProperty("minimum", 1);
      json.writeNumberProperty("maximum", 65_535);
    } else {
      json.writeStringProperty("type", "string");
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeIfNoneMatch(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", "If-None-Match");
    json.writeStringProperty("in", "header");
    json.writeStringProperty("description", "the first writer wins, every other gets 412");
    json.writeObjectPropertyStart("schema");
    json.writeStringProperty("const", "*");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(Parameter parameter, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", parameter.word());
    json.writeStringProperty("in", "query");
    json.writeStringProperty("description", parameter.about());
    if (parameter.isRepeatable()) {
      json.writeBooleanProperty("required", true);
    }
    if (!parameter.takesValue()) {
      json.writeBooleanProperty("allowEmptyValue", true);
    }
    json.writeObjectPropertyStart("schema");
    write(parameter.shape(), json);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(Parameter.Shape shape, JsonGenerator json) {
    if (shape instanceof Parameter.Shape.Texts) {
      json.writeStringProperty("type", "array");
      json.writeNumberProperty("minItems", 1);
      json.writeObjectPropertyStart("items");
      json.writeStringProperty("type", "string");
      json.writeEndObject();
    } else if (shape instanceof Parameter.Shape.Whole) {
      json.writeStringProperty("type", "integer");
      json.writeNumberProperty("minimum", 1);
    } else {
      json.writeStringProperty("type", "string");
    }
    if (shape instanceof Parameter.Shape.OneOf words) {
      json.writeArrayPropertyStart("enum");
      words.words().forEach(json::writeString);
      json.writeEndArray();
    } else if (shape instanceof Parameter.Shape.Flag) {
      json.writeNumberProperty("maxLength", 0);
    }
  }

  private static void writeBody(JsonGenerator json) {
    json.writeObjectPropertyStart("requestBody");
    json.writeStringProperty("description", "the value, or the reason of a failure");
    json.writeObjectPropertyStart("content");
    json.writeObjectPropertyStart("*/*");
    json.writeObjectPropertyStart("schema");
    json.writeStringProperty("type", "string");
    json.writeNumberProperty("maxLength", SignalHandler.MAX_VALUE);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeResponses(Grammar.Request request, JsonGenerator json) {
    if (request.path().equals("/_help")) {
      writeResponse("200", "this grammar", "text/plain", "Text", json);
    } else if (request.path().equals("/_openapi.json")) {
      writeResponse("200", "this description", "application/json", "Description", json);
    } else if (request.path().equals("/")) {
      writeResponse("200", "how it stands", "application/json", "Home", json);
    } else if (request.isWait()) {
      writeResponse("200", "what was waited for holds", "application/json", "Released", json);
      ENDS_OF_A_WAIT.forEach(
          end -> writeResponse(end.status(), end.about(), "application/json", "Error", json));
    } else {
      writeResponse("200", "done", "application/json", "Done", json);
      if (request.method().equals("PUT")) {
        writeResponse("412", "another was first", "application/json", "Error", json);
      }
    }
    writeResponse(
        "default",
        "a request that makes no sense: what to write instead",
        "application/json",
        "Error",
        json);
  }

  private static void writeResponse(
      String status, String about, String type, String schema, JsonGenerator json) {
    json.writeObjectPropertyStart(status);
    json.writeStringProperty("description", about);
    json.writeObjectPropertyStart("content");
    json.writeObjectPropertyStart(type);
    json.writeObjectPropertyStart("schema");
    json.writeStringProperty("$ref", "#/components/schemas/" + schema);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }
}
