package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertCommon;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests, which are rejected at once. */
interface RefusalContract extends Deployment {
  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE"})
  default void reservedKeysCannotBeSignalledOrReset(String method) throws Exception {
    HttpResponse<String> answer = patient().send(method, "/_abc");
    assertError(answer, 404);
    assertThat(answer.body())
        .isEqualTo("{\"ok\":false,\"error\":\"Keys starting with '_' are reserved\"}\n");
    assertError(patient().send(method, "/_port/localhost/80"), 404, "reserved");
    assertError(patient().send(method, "/_abc/*"), 404, "reserved");
  }

  @ParameterizedTest
  @CsvSource({
    "/_nonsense, 404, /_port/{host}/{port}",
    "/_, 404, reserved",
    "/_port, 400, /_port/{host}/{port}",
    "/_port/, 400, /_port/{host}/{port}",
    "/_port/localhost, 400, /_port/memcached/11211",
    "/_port/localhost/, 400, /_port/{host}/{port}",
    "/_port/localhost/80/x, 400, /_port/memcached/11211",
    "/_port/localhost/0, 400, from 1 to 65535",
    "/_port/localhost/65536, 400, from 1 to 65535",
    "/_port/localhost/http, 400, from 1 to 65535",
    "/_port/localhost/-1, 400, from 1 to 65535",
    "/_port/user@host/80, 400, not a valid host",
    "/_port/a%3Ab/80, 400, not a valid host",
    "/_port/.:a/80, 400, not a valid host",
    "/_port/:::/80, 400, not a valid host",
    "/_port/1.2.3/80, 400, not a valid host",
    "/_port/127.0.0.256/80, 400, not a valid host",
    "/_port/host..name/80, 400, not a valid host",
    "/_postgres, 400, /_postgres/my_db",
    "/_postgres/, 400, /_postgres/{db}",
    "/_postgres/a/b, 400, /_postgres/my_db",
    "/_postgres/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, 400, 63 bytes",
    "/abc?x=1, 400, x",
    "/?q=1, 400, q"
  })
  default void invalidRequestsAreRejectedWithAdvice(String path, int status, String saying)
      throws Exception {
    assertError(patient().send("GET", path), status, saying);
  }

  @Test
  default void aSignalWithAnUnknownParameterIsRejected() throws Exception {
    assertError(patient().send("PUT", "/queried?x=1"), 400, "\"x\"");
    assertThat(patient().marked()).doesNotContain("/queried");
  }

  @Test
  default void aKeyHasAtMost1024Bytes() throws Exception {
    String longest = "/" + "k".repeat(1_023);
    assertOk(patient().send("PUT", longest));
    assertOk(patient().send("GET", longest));
    assertError(patient().send("PUT", longest + "k"), 414, "1024");
    assertError(patient().send("GET", "/" + "%E2%82%AC".repeat(342)), 414, "1024");
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /abc, 'GET, HEAD, PUT, POST, DELETE, OPTIONS'",
    "PATCH, /_abc, 'GET, HEAD, OPTIONS'",
    "DELETE, /, 'GET, HEAD, OPTIONS'",
    "PUT, /, 'GET, HEAD, OPTIONS'",
    "BREW, /abc, 'GET, HEAD, PUT, POST, DELETE, OPTIONS'"
  })
  default void otherMethodsAreNotAllowed(String method, String path, String allowed)
      throws Exception {
    HttpResponse<String> answer = patient().send(method, path);
    assertError(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).contains(allowed);
  }

  @Test
  default void optionsAnswersAtOnce() throws Exception {
    HttpResponse<String> answer = patient().send("OPTIONS", "/abc");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow"))
        .contains("GET, HEAD, PUT, POST, DELETE, OPTIONS");
    assertCommon(answer);
  }

  /** Containers reserve these, regardless of case. */
  @ParameterizedTest
  @ValueSource(strings = {"/WEB-INF/web.xml", "/web-inf/web.xml", "/META-INF/context.xml"})
  default void pathsOfTheContainerAreNotKeys(String path) throws Exception {
    assertThat(patient().send("PUT", path).statusCode()).isEqualTo(404);
    HttpResponse<String> answer = patient().send("GET", path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("servlet-class").doesNotContain("unloadDelay");
    assertThat(patient().marked()).doesNotContain(path);
  }

  @Test
  default void theIconIsNotAKey() throws Exception {
    for (String method : new String[] {"PUT", "POST", "DELETE"}) {
      HttpResponse<String> answer = patient().send(method, "/favicon.ico");
      assertError(answer, 405, "not a key");
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }
    assertThat(patient().marked()).doesNotContain("/favicon.ico");
    assertError(patient().send("GET", "/favicon.ico?v=2"), 400, "\"v\"");
    assertError(patient().send("GET", "/_assets/page.css?v=2"), 400, "\"v\"");
    assertThat(patient().send("OPTIONS", "/favicon.ico").headers().firstValue("Allow"))
        .contains("GET, HEAD, OPTIONS");
    assertOk(patient().send("PUT", "/favicon.ico/of_mine"));
  }
}
