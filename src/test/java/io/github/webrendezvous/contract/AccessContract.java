package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tokens are set, a request without the right token is refused, and learns nothing. */
interface AccessContract extends Deployment {
  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(String token, String method, String path) throws Exception {
    return guarded().send(method, path, bearer(token));
  }

  private static void assertChallenged(HttpResponse<String> answer, int status, String attribute) {
    assertError(answer, status, "token");
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer realm=\"web-rendezvous\"" + attribute);
  }

  private static void assertUnauthorized(HttpResponse<String> answer) {
    assertChallenged(answer, 401, "");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /guarded-1?timeout=0",
    "HEAD, /guarded-1",
    "get, /guarded-1",
    "PUT, /guarded-1",
    "POST, /guarded-1",
    "DELETE, /guarded-1",
    "DELETE, /run/*",
    "DELETE, /*?all",
    "GET, /_port/127.0.0.1/9",
    "GET, /_postgres/db",
    "GET, /_http/127.0.0.1/9/",
    "GET, /_all?of=guarded-1",
    "GET, /_any?of=guarded-1",
    "GET, /",
    "PATCH, /guarded-1",
    "GET, /_unknown",
    "PUT, /_unknown",
    "GET, /guarded-1?unknown=parameter"
  })
  default void aRequestWithoutATokenIsRefusedBeforeAnythingElse(String method, String path)
      throws Exception {
    HttpResponse<String> refused = guarded().send(method, path);
    if (method.equals("HEAD")) {
      assertThat(refused.statusCode()).isEqualTo(401);
    } else {
      assertUnauthorized(refused);
    }
    assertThat(send(ADMIN_TOKEN, "GET", "/").body()).doesNotContain("guarded-1");
  }

  @Test
  default void theAnswerDoesNotTellKnownKeysFromUnknownOnes() throws Exception {
    assertOk(send(ADMIN_TOKEN, "PUT", "/a-secret-name"));
    HttpResponse<String> known = guarded().send("GET", "/a-secret-name");
    HttpResponse<String> unknown = guarded().send("GET", "/another-name");
    assertThat(known.body()).isEqualTo(unknown.body()).doesNotContain("name");
    assertThat(known.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    assertOk(send(ADMIN_TOKEN, "DELETE", "/a-secret-name"));
  }

  @ParameterizedTest
  @CsvSource({
    "WAIT_TOKEN, GET, /set, 200",
    "WAIT_TOKEN, GET, /, 200",
    "WAIT_TOKEN, GET, /_port/127.0.0.1/9?timeout=0, 404",
    "WAIT_TOKEN, PUT, /set, 403",
    "WAIT_TOKEN, POST, /set, 403",
    "WAIT_TOKEN, DELETE, /set, 403",
    "SIGNAL_TOKEN, PUT, /set, 200",
    "SIGNAL_TOKEN, POST, /set, 200",
    "SIGNAL_TOKEN, GET, /set, 403",
    "SIGNAL_TOKEN, GET, /, 403",
    "SIGNAL_TOKEN, GET, /_any?of=set, 403",
    "SIGNAL_TOKEN, DELETE, /*?all, 403",
    "FORMER_SIGNAL_TOKEN, PUT, /set, 200",
    "ADMIN_TOKEN, GET, /set, 200",
    "ADMIN_TOKEN, PUT, /set, 200",
    "ADMIN_TOKEN, DELETE, /other, 200",
    "ADMIN_TOKEN, DELETE, /run/*, 200",
    "ADMIN_TOKEN, GET, /_unknown, 404",
    "ADMIN_TOKEN, PATCH, /set, 405"
  })
  default void aTokenPermitsWhatItsSettingSays(String token, String method, String path, int status)
      throws Exception {
    assertOk(send(ADMIN_TOKEN, "PUT", "/set"));
    String value =
        switch (token) {
          case "WAIT_TOKEN" -> WAIT_TOKEN;
          case "SIGNAL_TOKEN" -> SIGNAL_TOKEN;
          case "FORMER_SIGNAL_TOKEN" -> FORMER_SIGNAL_TOKEN;
          default -> ADMIN_TOKEN;
        };
    HttpResponse<String> answer = send(value, method, path);
    if (status == 403) {
      assertChallenged(answer, 403, ", error=\"insufficient_scope\", scope=\"");
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer token-to-wait-012345678",
        "Bearer token-to-wait-01234567890",
        "Bearer TOKEN-TO-WAIT-0123456789",
        "Bearer token-to-wait-0123456789,token-to-reset-0123456789",
        "Bearer ",
        "Bearer",
        "Basic dGVzdDp0ZXN0",
        "token-to-wait-0123456789"
      })
  default void anythingButAValidTokenIsRefused(String header) throws Exception {
    assertUnauthorized(guarded().send("GET", "/set", Map.of("Authorization", header)));
  }

  /** Also on a connection that has carried the right one: Jetty remembers headers. */
  @Test
  default void theCaseOfATokenMatters() throws Exception {
    String head = "GET " + guarded().uri().getRawPath() + "_any?of=set&timeout=0 HTTP/1.1\r\n";
    String host = "Host: " + guarded().uri().getAuthority() + "\r\n";
    String right = "Authorization: Bearer " + WAIT_TOKEN + "\r\n";
    String wrong = "Connection: close\r\n" + right.replace("token-to-wait", "Token-To-Wait");
    assertOk(send(ADMIN_TOKEN, "PUT", "/set"));
    String both = head + host + right + "\r\n" + head + host + wrong + "\r\n";
    assertThat(RawHttp.exchange(guarded().uri(), both).text())
        .startsWith("HTTP/1.1 200")
        .contains("HTTP/1.1 401");
  }

  @Test
  default void theSchemeMayBeInSmallLetters() throws Exception {
    assertOk(send(ADMIN_TOKEN, "PUT", "/set"));
    assertOk(guarded().send("GET", "/set", Map.of("Authorization", "bearer " + WAIT_TOKEN)));
  }

  @Test
  default void aWaitIsReleasedByAnotherToken() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        guarded().begin("GET", "/guarded-2", bearer(WAIT_TOKEN));
    while (!send(WAIT_TOKEN, "GET", "/").body().contains("/guarded-2")) {
      Thread.onSpinWait();
    }
    HttpResponse<String> refused =
        guarded().send("PUT", "/guarded-2", "5".getBytes(StandardCharsets.US_ASCII), "text/plain");
    assertUnauthorized(refused);
    assertThat(parked).isNotDone();
    assertOk(send(SIGNAL_TOKEN, "PUT", "/guarded-2"));
    assertOk(answered(parked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_help", "/_openapi.json", "/_assets/page.css", "/favicon.ico"})
  default void whatSaysNothingAboutKeysNeedsNoToken(String path) throws Exception {
    assertThat(guarded().send("GET", path).statusCode()).isEqualTo(200);
  }

  @Test
  default void theDescriptionsSayThatATokenIsNeeded() throws Exception {
    assertThat(guarded().send("GET", "/_help").body()).contains("curl -H @token -f http://");
    assertThat(guarded().send("GET", "/_openapi.json").body())
        .contains("\"security\":[{\"token\":[]}]", "\"401\":");
    assertThat(patient().send("GET", "/_help").body()).doesNotContain("token");
    assertThat(patient().send("GET", "/_openapi.json").body()).doesNotContain("\"401\":");
  }

  private HttpResponse<String> signIn(String token) throws Exception {
    return guarded()
        .send(
            "POST",
            "/_sign-in",
            ("token=" + token.replace("=", "%3D")).getBytes(StandardCharsets.US_ASCII),
            "application/x-www-form-urlencoded");
  }

  private static Map<String, String> browser(String cookie) {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "text/html"));
    headers.put("Cookie", cookie);
    return headers;
  }

  @Test
  default void aPersonSignsInToThePageAndOut() throws Exception {
    HttpResponse<String> form = guarded().get("/", "text/html");
    assertThat(form.statusCode()).isEqualTo(401);
    assertThat(form.body()).contains("<form", "action=\"_sign-in\"").doesNotContain("${");
    assertThat(form.headers().firstValue("Set-Cookie")).isEmpty();

    HttpResponse<String> signedIn = signIn(WAIT_TOKEN);
    assertThat(signedIn.statusCode()).isEqualTo(303);
    assertThat(signedIn.headers().firstValue("Location").orElseThrow()).endsWith("/");
    String set = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(WAIT_TOKEN);
    String cookie = set.substring(0, set.indexOf(';'));

    HttpResponse<String> page = guarded().send("GET", "/", browser(cookie));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("action=\"_sign-in\"");
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      assertUnauthorized(guarded().send(method, "/guarded-3", Map.of("Cookie", cookie)));
    }
    assertThat(guarded().send("GET", "/", browser(cookie + "0")).statusCode()).isEqualTo(401);

    HttpResponse<String> signedOut = guarded().send("POST", "/_sign-out", browser(cookie));
    assertThat(signedOut.statusCode()).isEqualTo(303);
    assertThat(signedOut.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith(cookie.substring(0, cookie.indexOf('=') + 1) + ";")
        .contains("Max-Age=0");
  }

  private String cookieOf(String token) throws Exception {
    String set = signIn(token).headers().firstValue("Set-Cookie").orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  @Test
  default void aPersonWhoHasSignedInSeesEveryViewOfTheStatus() throws Exception {
    Map<String, String> cookie = Map.of("Cookie", cookieOf(WAIT_TOKEN));
    for (String path : new String[] {"/", "/_status", "/_why", "/_timeline", "/_timeline.svg"}) {
      assertUnauthorized(guarded().send("GET", path));
      assertThat(guarded().send("GET", path, cookie).statusCode()).as(path).isEqualTo(200);
    }
    assertUnauthorized(guarded().send("GET", "/_events"));
    try (Stream stream = Stream.open(guarded(), "/_events", cookie)) {
      assertThat(stream.line()).isEqualTo(":");
    }
  }

  /** A cookie alone must not change anything, as a browser sends it with every request. */
  @Test
  default void aPersonWhoHasSignedInCanDoOnThePageWhatTheTokenAllows() throws Exception {
    String admin = cookieOf(ADMIN_TOKEN);
    Map<String, String> page = Map.of("Cookie", admin, "X-Rendezvous-Page", "1");
    assertUnauthorized(guarded().send("PUT", "/acted", Map.of("Cookie", admin)));
    assertOk(guarded().send("PUT", "/acted", page));
    assertOk(guarded().send("DELETE", "/acted", page));
    Map<String, String> forged = new HashMap<>(page);
    forged.put("Sec-Fetch-Site", "cross-site");
    assertError(guarded().send("PUT", "/acted", forged), 403, "another site");
    Map<String, String> onlyLooks =
        Map.of("Cookie", cookieOf(WAIT_TOKEN), "X-Rendezvous-Page", "1");
    assertError(guarded().send("PUT", "/acted", onlyLooks), 403, "\"signal\"");
    assertError(guarded().send("DELETE", "/acted", onlyLooks), 403, "\"admin\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", SIGNAL_TOKEN, WAIT_TOKEN + "&more=1"})
  default void signingInNeedsATokenThatPermitsToWait(String token) throws Exception {
    HttpResponse<String> refused = signIn(token);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("unknown or does not allow");
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  default void withoutTokensThereIsNothingToSignInTo() throws Exception {
    assertError(patient().send("POST", "/_sign-in"), 404, "reserved");
  }
}
