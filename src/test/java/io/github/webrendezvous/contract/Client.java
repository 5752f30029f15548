package io.github.webrendezvous.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A client that waits and signals. */
public final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  /**
   * @param base the URL of the application, with a slash at the end
   */
  public Client(URI base) {
    this.base = base;
  }

  /** The URL of the application, with a slash at the end. */
  URI uri() {
    return base;
  }

  /** The origin of the page (RFC 6454, section 6.2). */
  String origin() {
    return base.getScheme() + "://" + base.getAuthority();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path.substring(1))).timeout(PATIENCE);
  }

  /** Sends a request and waits for its answer. */
  public HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    return http.send(
        request(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, byte[] body, String contentType)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", contentType);
    return http.send(
        request.method(method, BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
    return http.send(request(path).header("Accept", accept).build(), BodyHandlers.ofString());
  }

  /** Begins a wait and returns when the server lists it as one. */
  public CompletableFuture<HttpResponse<String>> park(String method, String path, String listedAs)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> parked = begin(method, path);
    while (!waitingAndFailed().contains(listedAs) && !parked.isDone()) {
      Thread.onSpinWait();
    }
    return parked;
  }

  /** Returns as soon as the server lists a wait. */
  void awaitWaiting(String listedAs) throws IOException, InterruptedException {
    while (!waitingAndFailed().contains(listedAs)) {
      Thread.onSpinWait();
    }
  }

  CompletableFuture<HttpResponse<String>> begin(String method, String path) {
    return begin(method, path, Map.of());
  }

  CompletableFuture<HttpResponse<String>> begin(
      String method, String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    headers.forEach(request::header);
    return http.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** Begins a request whose response is read while it is sent. */
  CompletableFuture<HttpResponse<InputStream>> stream(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path);
    headers.forEach(request::header);
    return http.sendAsync(request.build(), BodyHandlers.ofInputStream());
  }

  List<String> waitingAndFailed() throws IOException, InterruptedException {
    return listed("waiting_and_failed");
  }

  List<String> marked() throws IOException, InterruptedException {
    return listed("marked");
  }

  private List<String> listed(String member) throws IOException, InterruptedException {
    return json(send("GET", "/")).get(member).valueStream().map(JsonNode::stringValue).toList();
  }

  /** The body of an answer, which must be one line of JSON. */
  public static JsonNode json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  static JsonNode json(String body) {
    if (body.indexOf('\n') != body.length() - 1) {
      throw new AssertionError("not one line: " + body);
    }
    return JSON.readTree(body);
  }
}
