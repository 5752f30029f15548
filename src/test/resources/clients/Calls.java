import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.DefaultApi;
import org.openapitools.client.model.Released;
import org.openapitools.client.model.Term;

/** What a program does with the generated client: each call prints what came of it. */
public final class Calls {
  interface Call {
    Object result() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    DefaultApi api = new DefaultApi(new ApiClient().setBasePath(arguments[0]).setReadTimeout(60_000));
    CompletableFuture<Released> parked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return api.getKey("java", null, null, "30", "generated", null, null, null);
              } catch (ApiException e) {
                throw new IllegalStateException(e);
              }
            });
    print("signal", () -> api.putKey("java", null, null, null, null, "5432").getOk());
    print("wait", () -> parked.get().getValue());
    print("raw", () -> api.getKeyCall("java", null, "", null, null, null, null, null, null).execute().body().string());
    print("head", () -> api.headKeyWithHttpInfo("java", null, null, null, null, null, null).getStatusCode());
    print("first writer", () -> api.putKey("java", null, null, null, "*", "again"));
    print("arrive", () -> api.postKey("java_up", null, null, "web-1", null, null).getOk());
    print("count", () -> api.getKey("java_up", 1, null, "0", null, null, null, null).getOk());
    print("fail", () -> api.putKey("java_broken", "failed", null, null, null, "exit code 3").getOk());
    print("failed", () -> api.getKey("java_broken", null, null, "30", null, null, null, null));
    print("timeout", () -> api.getKey("java_nobody", null, null, null, null, "503", null, "wait=0"));
    List<String> terms = List.of("java", "_port/127.0.0.1/" + port);
    print(
        "all",
        () -> {
          StringBuilder ended = new StringBuilder();
          for (Term term : api.getAll(terms, "", "30", null, null, null, null).getTerms()) {
            ended.append(term.getOutcome()).append(' ').append(term.getValue()).append(';');
          }
          return ended;
        });
    print("probe", () -> api.getPort("127.0.0.1", port, null, "5s", "30", null, null, null, null).getOk());
    print("reset", () -> api.deleteKey("java", null).getOk());
    System.exit(0);
  }

  private static void print(String what, Call call) throws Exception {
    Object result;
    try {
      result = call.result();
    } catch (ApiException e) {
      result = e.getCode() + " " + e.getResponseBody().strip();
    }
    System.out.println(what + ": " + result);
  }
}
