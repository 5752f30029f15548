package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.syntax.Parameters;
import io.github.webrendezvous.syntax.PathTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * Describes the routes as OpenAPI 3.1: paths and parameters from the routes, bodies and responses
 * from a file of components. Thread-safe.
 */
final class OpenApi {
  private final String components;

  /**
   * @throws IOException if the file of components is missing
   */
  OpenApi() throws IOException {
    try (InputStream file = OpenApi.class.getResourceAsStream("components.json")) {
      if (file == null) {
        throw new IOException("components.json is missing");
      }
      // On one line, like every JSON response.
      components =
          new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s*\\n\\s*", "");
    }
  }

  /**
   * Writes it.
   *
   * @param needToken whether some requests need a token
   */
  byte[] of(List<Route> routes, String base, boolean needToken) {
    return Json.line(
        json -> {
          json.writeStringProperty("openapi", "3.1.0");
          json.writeObjectPropertyStart("info");
          json.writeStringProperty("title", "web-rendezvous");
          json.writeStringProperty("version", "1");
          json.writeStringProperty(
              "description",
              "Lets programs that start together wait for each other. Keys and URL paths may"
                  + " contain slashes; a request that encodes them as %2F is rejected.");
          json.writeEndObject();
          json.writeArrayPropertyStart("servers");
          json.writeStartObject();
          json.writeStringProperty("url", base);
          json.writeEndObject();
          json.writeEndArray();
          json.writeObjectPropertyStart("paths");
          byPath(routes).forEach((path, ofPath) -> write(path, ofPath, needToken, json));
          json.writeEndObject();
          json.writeName("components");
          json.writeRawValue(components);
        });
  }

  private Map<String, List<Route>> byPath(List<Route> routes) {
    return routes.stream()
        .filter(route -> route.description() != null)
        .collect(
            Collectors.groupingBy(
                route -> route.path().path(), LinkedHashMap::new, Collectors.toList()));
  }

  private static void write(
      String path, List<Route> routes, boolean needToken, JsonGenerator json) {
    json.writeObjectPropertyStart(path);
    for (Route route : routes) {
      write(route, route.method().toLowerCase(Locale.ROOT), needToken, json);
      if (route.described().isWait()) {
        write(route, "head", needToken, json);
      }
    }
    json.writeEndObject();
  }

  private static void write(Route route, String method, boolean needToken, JsonGenerator json) {
    json.writeObjectPropertyStart(method);
    json.writeStringProperty("operationId", method + route.described().word());
    json.writeStringProperty(
        "summary", route.described().about() + (method.equals("head") ? "; without a body" : ""));
    writeParameters(route, method, json);
    boolean isGuarded = needToken && route.right() != null;
    if (isGuarded) {
      writeSecurity(json);
    }
    if (method.equals("put") || method.equals("post")) {
      writeReference("requestBody", "requestBodies", "Value", json);
    }
    json.writeObjectPropertyStart("responses");
    responses(route, method, isGuarded)
        .forEach((status, response) -> writeReference(status, "responses", response, json));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeSecurity(JsonGenerator json) {
    json.writeArrayPropertyStart("security");
    json.writeStartObject();
    json.writeArrayPropertyStart("token");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeReference(String member, String kind, String name, JsonGenerator json) {
    json.writeObjectPropertyStart(member);
    json.writeStringProperty("$ref", "#/components/" + kind + "/" + name);
    json.writeEndObject();
  }

  private static void writeParameters(Route route, String method, JsonGenerator json) {
    json.writeArrayPropertyStart("parameters");
    examplesInPath(route).forEach((name, example) -> writeInPath(name, example, json));
    for (Parameter parameter : route.ownParameters()) {
      if (!(method.equals("head") && parameter.equals(Parameters.RAW))) {
        write(parameter, json);
      }
    }
    if (route.described().isWait()) {
      Parameters.ON_EVERY_WAIT.forEach(parameter -> write(parameter, json));
      writeHeader("Prefer", json);
    }
    if (method.equals("put")) {
      writeHeader("If-None-Match", json);
    }
    json.writeEndArray();
  }

  private static void writeHeader(String name, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("$ref", "#/components/parameters/" + name);
    json.writeEndObject();
  }

  /** The parameters in the path, in their order, with their values in the example. */
  private static Map<String, String> examplesInPath(Route route) {
    List<String> template = route.path().segments();
    String[] example =
        route.described().example().split("\\?", 2)[0].substring(1).split("/", template.size());
    Map<String, String> examples = new LinkedHashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String segment = template.get(i);
      if (PathTemplate.isName(segment)) {
        examples.put(segment.substring(1, segment.length() - 1), example[i]);
      }
    }
    return examples;
  }

  private static void writeInPath(String name, String example, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("in", "path");
    json.writeBooleanProperty("required", true);
    json.writeObjectPropertyStart("schema");
    if (name.equals("port")) {
      json.writeStringProperty("type", "integer");
      json.writeNumberProperty("minimum", 1);
      json.writeNumberProperty("maximum", 65_535);
      json.writeEndObject();
      json.writeNumberProperty("example", Integer.parseInt(example));
    } else {
      json.writeStringProperty("type", "string");
      json.writeEndObject();
      json.writeStringProperty("example", example);
    }
    json.writeEndObject();
  }

  private static void write(Parameter parameter, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", parameter.word());
    json.writeStringProperty("in", "query");
    json.writeStringProperty("description", parameter.about());
    if (parameter.isRequired()) {
      json.writeBooleanProperty("required", true);
    }
    if (!parameter.takesValue()) {
      json.writeBooleanProperty("allowEmptyValue", true);
    }
    json.writeObjectPropertyStart("schema");
    write(parameter.shape(), json);
    json.writeEndObject();
    writeExample(parameter, json);
    json.writeEndObject();
  }

  private static void writeExample(Parameter parameter, JsonGenerator json) {
    String example = parameter.example().substring(parameter.example().indexOf('=') + 1);
    if (parameter.isRepeatable()) {
      json.writeArrayPropertyStart("example");
      json.writeString(example);
      json.writeEndArray();
    } else if (parameter.shape() instanceof Parameter.Shape.Whole) {
      json.writeNumberProperty("example", Integer.parseInt(example));
    } else {
      json.writeStringProperty("example", parameter.takesValue() ? example : "");
    }
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

  /** The names of the responses by status, or "default". */
  private static Map<String, String> responses(Route route, String method, boolean isGuarded) {
    Map<String, String> responses = new LinkedHashMap<>();
    responses.put("200", method.equals("head") ? "Holds" : route.described().answer());
    if (route.described().isWait()) {
      addThoseOfAWait(route, responses);
    }
    responses.put("400", "BadRequest");
    if (isGuarded) {
      responses.put("401", "NoToken");
    }
    if (isGuarded || (route.described().isWait() && !route.path().isOfKeys())) {
      responses.put("403", "Forbidden");
    }
    if (method.equals("put") || method.equals("post")) {
      responses.put("404", "Reserved");
      responses.put("408", "BodyTooSlow");
      responses.put("413", "BodyTooLong");
      responses.put("503", "NoRoom");
    }
    if (method.equals("put")) {
      responses.put("412", "SignalledBefore");
    }
    if (!examplesInPath(route).isEmpty()) {
      responses.put("414", "PathTooLong");
    }
    responses.put("default", "Problem");
    return responses;
  }

  private static void addThoseOfAWait(Route route, Map<String, String> responses) {
    responses.put("404", "Timeout");
    responses.put("408", "OtherTimeout");
    if (route.path().isOfKeys() || route.ownParameters().contains(Parameters.OF)) {
      responses.put("409", "InCycle");
      responses.put("410", "Reset");
      responses.put("424", "Failed");
    }
    responses.put("503", "TimeoutOrNoRoom");
    responses.put("504", "OtherTimeout");
  }
}
