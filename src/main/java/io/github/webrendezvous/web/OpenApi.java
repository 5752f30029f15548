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
 * and bodies and answers from a file of components. Thread-safe.
 */
final class OpenApi {
  private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");

  private final Grammar grammar;
  private final String components;

  /**
   * @throws IOException if the file of components is not there
   */
  OpenApi(Grammar grammar) throws IOException {
    this.grammar = grammar;
    try (InputStream file = OpenApi.class.getResourceAsStream("components.json")) {
      if (file == null) {
        throw new IOException("components.json is missing");
      }
      // On one line, as every JSON answer is.
      components =
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
          json.writeName("components");
          json.writeRawValue(components);
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
      write(request, request.method().toLowerCase(Locale.ROOT), json);
      if (request.isWait()) {
        write(request, "head", json);
      }
    }
    json.writeEndObject();
  }

  private static void write(Grammar.Request request, String method, JsonGenerator json) {
    json.writeObjectPropertyStart(method);
    json.writeStringProperty("operationId", method + name(request.path()));
    json.writeStringProperty(
        "summary", request.about() + (method.equals("head") ? "; without a body" : ""));
    writeParameters(request, method, json);
    if (method.equals("put") || method.equals("post")) {
      writeReference("requestBody", "requestBodies", "Value", json);
    }
    json.writeObjectPropertyStart("responses");
    responses(request, method)
        .forEach((status, response) -> writeReference(status, "responses", response, json));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeReference(String member, String kind, String name, JsonGenerator json) {
    json.writeObjectPropertyStart(member);
    json.writeStringProperty("$ref", "#/components/" + kind + "/" + name);
    json.writeEndObject();
  }

  private static void writeParameters(Grammar.Request request, String method, JsonGenerator json) {
    json.writeArrayPropertyStart("parameters");
    examplesInPath(request).forEach((name, example) -> writeInPath(name, example, json));
    for (Parameter parameter : request.own()) {
      if (!(method.equals("head") && parameter.equals(Parameter.RAW))) {
        write(parameter, json);
      }
    }
    if (request.isWait()) {
      Parameter.ON_EVERY_WAIT.forEach(parameter -> write(parameter, json));
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

  /** The parameters in the path, in their order, with what they are in the example. */
  private static Map<String, String> examplesInPath(Grammar.Request request) {
    String[] template = request.path().split("/", -1);
    String[] example = request.example().split("\\?", 2)[0].split("/", template.length);
    Map<String, String> examples = new LinkedHashMap<>();
    for (int i = 0; i < template.length; i++) {
      Matcher name = IN_PATH.matcher(template[i]);
      if (name.matches()) {
        examples.put(name.group(1), example[i]);
      }
    }
    return examples;
  }

  /** {@code Port} for {@code /_port/{host}/{port}}. */
  private static String name(String path) {
    if (path.equals("/*")) {
      return "EveryKey";
    }
    String word = path.replaceFirst("^/[_{]?(\\w*).*", "$1");
    return word.isEmpty()
        ? "Home"
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
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
    if (parameter.isRepeatable()) {
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

  /** The name of the response by the status, or "default". */
  private static Map<String, String> responses(Grammar.Request request, String method) {
    Map<String, String> responses = new LinkedHashMap<>();
    if (request.isWait()) {
      addThoseOfAWait(request, method, responses);
    } else {
      responses.put("200", ofAnswer(request));
    }
    responses.put("400", "BadRequest");
    if (method.equals("put") || method.equals("post")) {
      responses.put("404", "Reserved");
      responses.put("408", "BodyTooSlow");
      responses.put("413", "BodyTooLong");
      responses.put("503", "NoRoom");
    }
    if (method.equals("put")) {
      responses.put("412", "SignalledBefore");
    }
    if (request.path().contains("{")) {
      responses.put("414", "PathTooLong");
    }
    responses.put("default", "Problem");
    return responses;
  }

  private static String ofAnswer(Grammar.Request request) {
    return switch (request.path()) {
      case "/_help" -> "Help";
      case "/_openapi.json" -> "Description";
      case "/" -> "Home";
      default -> "Done";
    };
  }

  private static void addThoseOfAWait(
      Grammar.Request request, String method, Map<String, String> responses) {
    boolean ofOneKey = request.own().contains(Parameter.RAW);
    String released = ofOneKey ? "KeyReleased" : "Released";
    responses.put("200", method.equals("head") ? "Holds" : released);
    responses.put("404", "Timeout");
    responses.put("408", "OtherTimeout");
    if (ofOneKey || request.own().contains(Parameter.OF)) {
      responses.put("410", "Reset");
      responses.put("424", "Failed");
    }
    responses.put("503", "TimeoutOrNoRoom");
    responses.put("504", "OtherTimeout");
  }
}
