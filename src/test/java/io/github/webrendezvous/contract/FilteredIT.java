package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Tomcat whose administrator has put a filter in front of every application. */
class FilteredIT {
  private static UnaryOperator<String> filter(String more) {
    String filter =
        "<filter><filter-name>rateLimit</filter-name>"
            + "<filter-class>org.apache.catalina.filters.RateLimitFilter</filter-class>"
            + more
            + "</filter><filter-mapping><filter-name>rateLimit</filter-name>"
            + "<url-pattern>/*</url-pattern></filter-mapping>";
    return xml -> xml.replace("</web-app>", filter + "</web-app>");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void aFilterWithoutAsyncSupportIsNamed(int version) throws Exception {
    try (TomcatContainer tomcat =
        TomcatContainer.start(version, Map.of("/", Map.of()), filter(""))) {
      Client client = new Client(tomcat.uri("/"));
      String remedy = "<async-supported>true</async-supported>";
      assertError(client.send("GET", "/never"), 500, remedy);
      assertThat(client.send("GET", "/never").body()).contains("(filters here: rateLimit)");
      assertError(client.send("PUT", "/abc", new byte[5], "text/plain"), 500, remedy);
      assertOk(client.send("PUT", "/abc"));
      assertOk(client.send("GET", "/abc"));
      assertThat(client.send("HEAD", "/abc").statusCode()).isEqualTo(200);
      assertThat(client.send("GET", "/").statusCode()).isEqualTo(200);
      assertThat(tomcat.log()).noneMatch(line -> line.contains("IllegalStateException"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void theSuggestedRemedyHelps(int version) throws Exception {
    UnaryOperator<String> remedied = filter("<async-supported>true</async-supported>");
    try (TomcatContainer tomcat = TomcatContainer.start(version, Map.of("/", Map.of()), remedied)) {
      Client client = new Client(tomcat.uri("/"));
      assertError(client.send("GET", "/never?timeout=100ms"), 404, "Timeout");
      assertOk(client.send("PUT", "/abc", new byte[5], "text/plain"));
    }
  }
}
