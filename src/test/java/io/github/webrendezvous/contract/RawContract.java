package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.OK;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no HTTP client would send, but some program does. */
interface RawContract extends Deployment {
  @ParameterizedTest
  @CsvSource({"get, put", "Get, Put", "gEt, post", "GET, pOST"})
  default void methodsAreMatchedInAnyCase(String wait, String signal) throws Exception {
    String key = "any-case-" + wait + signal;
    assertThat(RawHttp.send(uri(), signal, key, "Content-Length: 0").status()).isEqualTo(200);
    RawHttp.Answer answer = RawHttp.send(uri(), wait, key);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a//b",
        "/a",
        "a/%2e%2e/b",
        "a/%2E/b",
        "a/../b",
        "a%2Fb",
        "a%00b",
        "a%0Ab",
        "a%7Fb",
        "%C0%AF",
        "%ED%A0%80",
        "%F5%80%80%80",
        "%ff",
        "a%",
        "a%4",
        "a%zz"
      })
  default void malformedPathsAreRejectedAtOnce(String path) throws Exception {
    List<String> waitingAndFailed = patient().waitingAndFailed();
    List<String> marked = patient().marked();
    assertThat(RawHttp.send(uri(), "GET", path).status()).isEqualTo(400);
    assertThat(RawHttp.send(uri(), "PUT", path, "Content-Length: 0").status()).isEqualTo(400);
    assertThat(waitingAndFailed).containsAll(patient().waitingAndFailed());
    assertThat(marked).containsAll(patient().marked());
  }

  @Test
  default void aBodyWithoutALengthIsLimited() throws Exception {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n1\r\nx\r\n0\r\n\r\n";
    String head = RawHttp.request(uri(), "PUT", "chunked", "Transfer-Encoding: chunked");
    assertThat(RawHttp.exchange(uri(), head + chunk).status()).isEqualTo(413);
    assertThat(patient().marked()).doesNotContain("/chunked");
  }

  @Test
  default void aChunkedBodySignals() throws Exception {
    String head = RawHttp.request(uri(), "PUT", "in-chunks", "Transfer-Encoding: chunked");
    assertThat(RawHttp.exchange(uri(), head + "3\r\nabc\r\n0\r\n\r\n").status()).isEqualTo(200);
    assertThat(patient().send("GET", "/in-chunks?raw").body()).isEqualTo("abc");
  }

  @Test
  default void anIncompleteBodySignalsNothing() throws Exception {
    String chunked = RawHttp.request(uri(), "PUT", "cut-chunks", "Transfer-Encoding: chunked");
    RawHttp.breakOff(uri(), chunked + "5\r\nab");
    String sized = RawHttp.request(uri(), "PUT", "cut-length", "Content-Length: 100");
    RawHttp.breakOff(uri(), sized + "ab");
    // A complete request, sent later: the server has read the previous one by then.
    assertOk(patient().send("PUT", "/whole"));
    assertThat(patient().marked()).doesNotContain("/cut-chunks", "/cut-length").contains("/whole");
  }

  @Test
  default void anInvalidChunkIsRejected() throws Exception {
    String head = RawHttp.request(uri(), "PUT", "no-chunk", "Transfer-Encoding: chunked");
    assertThat(RawHttp.exchange(uri(), head + "xyz\r\n\r\n").status()).isEqualTo(400);
    assertThat(patient().marked()).doesNotContain("/no-chunk");
  }

  /** Some containers parse headers, and fail on unknown values. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain;charset=bogus",
        "Content-Type: text/plain; charset=\"\"",
        "Content-Type: ;;;",
        "Accept: ;q=x,,text/html;q=abc",
        "Accept-Language: \u00ff*;q=",
        "Accept-Charset: bogus",
        "Cookie: \u0001=;=\"",
        "Prefer: wait=99999999999999999999",
        "If-Modified-Since: never",
        "If-None-Match: \"",
        "Range: bytes=9-1",
        "X-Forwarded-For: ,;=",
        "Forwarded: for=;host=\"",
        "Expect: 100-continue",
        "Upgrade: h2c",
        "Authorization: Basic %%%",
        "Date: yesterday"
      })
  default void noHeaderBreaksAnAnswer(String header) throws Exception {
    String sized = "Content-Length: 0";
    RawHttp.Answer put = RawHttp.send(uri(), "PUT", "odd-header", header, sized);
    assertThat(put.status()).as(put.text()).isLessThan(500);
    patient().send("PUT", "/odd-header");
    for (String query : new String[] {"odd-header", "odd-header?raw", "no-odd-header?timeout=0"}) {
      RawHttp.Answer get = RawHttp.send(uri(), "GET", query, header);
      assertThat(get.status()).as(get.text()).isLessThan(500);
    }
    RawHttp.Answer page = RawHttp.send(uri(), "GET", "", "Accept: text/html", header);
    assertThat(page.status()).as(page.text()).isLessThan(500);
  }

  @Test
  default void aValueOfAnUnknownCharsetIsReturned() throws Exception {
    String[] headers = {"Content-Type: text/plain;charset=bogus", "Content-Length: 3"};
    String put = RawHttp.request(uri(), "PUT", "bogus-charset", headers) + "abc";
    assertThat(RawHttp.exchange(uri(), put).status()).isEqualTo(200);
    assertThat(patient().send("GET", "/bogus-charset").body()).contains("\"value\":\"abc\"");
    assertThat(patient().send("GET", "/bogus-charset?raw").body()).isEqualTo("abc");
  }

  @Test
  default void http10IsUnderstood() throws Exception {
    String path = uri().getRawPath() + "old";
    String put = "PUT " + path + " HTTP/1.0\r\nContent-Length: 0\r\n\r\n";
    assertThat(RawHttp.exchange(uri(), put).status()).isEqualTo(200);
    RawHttp.Answer answer = RawHttp.exchange(uri(), "GET " + path + " HTTP/1.0\r\n\r\n");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(OK);
  }

  @Test
  default void twoHostHeadersAreRejected() throws Exception {
    assertThat(RawHttp.send(uri(), "PUT", "hosts", "Host: b", "Content-Length: 0").status())
        .isEqualTo(400);
    assertThat(patient().marked()).doesNotContain("/hosts");
  }

  @Test
  default void rawUtf8IsEitherRejectedOrThatKey() throws Exception {
    RawHttp.Answer answer = RawHttp.send(uri(), "PUT", "raw-\u00c3\u00a9", "Content-Length: 0");
    assertThat(answer.status()).isIn(200, 400);
    assertThat(patient().marked().contains("/raw-é")).isEqualTo(answer.status() == 200);
  }

  @Test
  default void headInSmallLettersGetsACompleteResponse() throws Exception {
    RawHttp.Answer answer = toHeadInSmallLetters();
    assertThat(answer.head()).containsIgnoringCase("Content-Length: 12");
    assertThat(answer.body()).as("as long as announced").isEqualTo(OK);
  }

  /** The response to the first of two requests on one connection; the second is a GET. */
  default RawHttp.Answer toHeadInSmallLetters() throws Exception {
    assertOk(patient().send("PUT", "/head-small"));
    String path = uri().getRawPath() + "head-small";
    String kept = "head " + path + " HTTP/1.1\r\nHost: " + uri().getAuthority() + "\r\n\r\n";
    String last = RawHttp.request(uri(), "GET", "head-small");
    String answers = RawHttp.exchange(uri(), kept + last).text();
    int second = answers.indexOf("HTTP/1.1 200", 1);
    assertThat(second).as(answers).isPositive();
    assertThat(new RawHttp.Answer(answers.substring(second)).body()).isEqualTo(OK);
    RawHttp.Answer first = new RawHttp.Answer(answers.substring(0, second));
    assertThat(first.status()).isEqualTo(200);
    return first;
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "head", "Get", "HEAD"})
  default void theCaseOfTheMethodDoesNotMatterForThePage(String method) throws Exception {
    RawHttp.Answer answer = RawHttp.send(uri(), method, "", "Accept: text/html");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.head()).containsIgnoringCase("content-type: text/html;charset=utf-8");
    assertThat(answer.body().contains("<h1>")).isEqualTo(!method.equals("HEAD"));
  }

  /** Containers reject it before the application can. */
  @Test
  default void traceIsRejectedAndReflectsNothing() throws Exception {
    RawHttp.Answer answer = RawHttp.send(uri(), "TRACE", "traced", "X-Secret: reflected");
    assertThat(answer.status()).isIn(403, 405);
    assertThat(answer.text()).doesNotContain("reflected");
    assertThat(RawHttp.send(uri(), "trace", "traced").status()).isEqualTo(405);
  }

  @Test
  default void aPathInAbsoluteFormIsTheSameKey() throws Exception {
    String form = "PUT " + uri() + "absolute HTTP/1.1\r\nHost: " + uri().getAuthority();
    String put = form + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    assertThat(RawHttp.exchange(uri(), put).status()).isEqualTo(200);
    assertOk(patient().send("GET", "/absolute"));
  }
}
