package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertCommon;
import static io.github.webrendezvous.contract.Answers.assertError;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The descriptions of the requests, for people and for programs. */
interface GrammarContract extends Deployment {
  /** A command of the help that waits. */
  Pattern WAIT = Pattern.compile("(?m)^  curl -f '?(http:[^'\n]+)'?$");

  private String base() {
    String uri = uri().toString();
    return uri.substring(0, uri.length() - 1);
  }

  @Test
  default void theHelpFitsATerminalAndNamesTheCallersHost() throws Exception {
    HttpResponse<String> help = patient().send("GET", "/_help");
    assertThat(help.statusCode()).isEqualTo(200);
    assertThat(help.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
        .isEqualToIgnoringCase("text/plain;charset=utf-8");
    assertCommon(help);
    assertThat(help.body().replace(base(), "http://rendezvous:8080").lines())
        .allMatch(line -> line.length() <= 80 && line.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    assertThat(help.body()).contains("curl -X PUT " + base() + "/container_2_ready\n");
    assertThat(patient().send("HEAD", "/_help").statusCode()).isEqualTo(200);
    assertError(patient().send("GET", "/_help?about=ports"), 400, "about");
  }

  @Test
  default void everyExampleOfTheHelpIsValid() throws Exception {
    String help = patient().send("GET", "/_help").body();
    List<String> waits =
        WAIT.matcher(help).results().map((MatchResult found) -> found.group(1)).distinct().toList();
    assertThat(waits).hasSizeGreaterThan(5);
    for (String each : waits) {
      String path = each.substring(base().length());
      HttpResponse<String> answer =
          patient().send("GET", path + (path.contains("?") ? "&" : "?") + "timeout=0");
      if (answer.statusCode() != 200) {
        assertError(answer, 404, "Timeout");
      }
    }
  }

  @Test
  default void theOpenApiDescriptionIsValid() throws Exception {
    HttpResponse<String> answer = patient().send("GET", "/_openapi.json");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertCommon(answer);
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(answer.body(), List.of(), null);
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.isOpenapi31()).isTrue();
    assertThat(parsed.getOpenAPI().getServers().get(0).getUrl()).isEqualTo(base());
    String help = patient().send("GET", "/_help").body();
    assertThat(help.lines().filter(line -> line.matches("  [A-Z]+ /.*")))
        .containsExactlyInAnyOrderElementsOf(
            parsed.getOpenAPI().getPaths().entrySet().stream()
                .flatMap(
                    path ->
                        path.getValue().readOperationsMap().keySet().stream()
                            .filter(method -> method != PathItem.HttpMethod.HEAD) // As GET.
                            .map(method -> "  " + method + " " + path.getKey()))
                .toList());
  }

  /** Real responses have the members that the description names. */
  @Test
  default void theOpenApiDescriptionMatchesTheResponses() throws Exception {
    JsonNode schemas =
        Client.json(patient().send("GET", "/_openapi.json")).at("/components/schemas");
    String many = "/_any?of=described&of=described_2%3Fcount=2&of=_port/127.0.0.1/1";
    assertDescribed(patient().send("GET", many + "&timeout=0"), "Problem", schemas);
    CompletableFuture<HttpResponse<String>> failing =
        patient().park("GET", "/_all?of=described&of=described_2", "/described");
    patient().send("PUT", "/described?status=failed", new byte[] {-1}, "image/png");
    assertDescribed(answered(failing), "Problem", schemas);
    patient().send("PUT", "/described_2", "v".getBytes(US_ASCII), "text/csv");
    assertDescribed(patient().send("GET", "/described_2"), "Released", schemas);
    patient().send("POST", "/described_2");
    assertDescribed(patient().send("GET", many), "Released", schemas);
    assertDescribed(patient().send("GET", "/described_21?timeout=0"), "Problem", schemas);
    assertDescribed(patient().send("DELETE", "/described/*"), "Done", schemas);
    assertDescribed(patient().send("GET", "/"), "Home", schemas);
    assertDescribed(patient().send("GET", "/_health/ready"), "Health", schemas);
    schemas
        .propertyStream()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("examples")
                    .valueStream()
                    .forEach(example -> assertDescribed(example, schema.getValue(), schemas)));
  }

  private static void assertDescribed(
      HttpResponse<String> answer, String schema, JsonNode schemas) {
    assertDescribed(Client.json(answer), schemas.get(schema), schemas);
  }

  private static void assertDescribed(JsonNode said, JsonNode schema, JsonNode schemas) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").stringValue();
      assertDescribed(said, schemas.get(name.substring(name.lastIndexOf('/') + 1)), schemas);
      return;
    }
    String description = schema.path("description").asString("");
    if (description.equals("true") || description.equals("false")) {
      assertThat(said.booleanValue()).hasToString(description);
    }
    if (schema.has("enum")) {
      assertThat(schema.get("enum").valueStream()).contains(said);
    }
    if (said.isArray()) {
      said.valueStream().forEach(each -> assertDescribed(each, schema.get("items"), schemas));
    }
    if (said.isObject()) {
      said.propertyStream()
          .forEach(
              member -> {
                JsonNode described = schema.get("properties").get(member.getKey());
                assertThat(described).as(member.getKey()).isNotNull();
                assertDescribed(member.getValue(), described, schemas);
              });
      if (schema.has("required")) {
        schema
            .get("required")
            .valueStream()
            .forEach(name -> assertThat(said.has(name.stringValue())).isTrue());
      }
    }
  }
}
