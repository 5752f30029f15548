package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.settings.Right;
import io.github.webrendezvous.syntax.Parameters;
import io.github.webrendezvous.syntax.PathTemplate;
import io.github.webrendezvous.syntax.WaitSyntax;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One kind of request: how it is recognized, its handler and its description. Immutable.
 *
 * @param method in capitals; GET includes HEAD
 * @param handler handles it
 * @param right that it needs, if tokens are required; null if everybody may send it
 * @param parameters that its query may have
 * @param description what {@code /_help} and the API description say about it; null if they omit it
 * @param isOfStatus whether it only shows the status, for which a person can sign in
 */
record Route(
    String method,
    PathTemplate path,
    Handler handler,
    @Nullable Right right,
    List<Parameter> parameters,
    @Nullable Description description,
    boolean isOfStatus) {
  /**
   * The description of a route.
   *
   * @param about what it does, in one line
   * @param example path and query of a valid request
   * @param answer the name of the successful response in components.json
   * @param isWait whether the request is held until a condition holds
   * @param word that names the operation, after the method
   */
  record Description(String about, String example, String answer, boolean isWait, String word) {}

  Route {
    parameters = List.copyOf(parameters);
  }

  /** A route that waits until a condition holds. */
  static Route wait(WaitSyntax syntax, Handler handler) {
    String answer = syntax.parameters().contains(Parameters.RAW) ? "KeyReleased" : "Released";
    PathTemplate path = PathTemplate.of(syntax.usage());
    return new Route(
        "GET",
        path,
        handler,
        Right.WAIT,
        syntax.parameters(),
        new Description("wait " + syntax.about(), syntax.example(), answer, true, path.word()),
        false);
  }

  /** A route that answers at once; {@link #example} and {@link #answers} add to its description. */
  static Route of(
      String method,
      String path,
      Handler handler,
      @Nullable Right right,
      List<Parameter> parameters,
      String about) {
    PathTemplate template = PathTemplate.of(path);
    return new Route(
        method,
        template,
        handler,
        right,
        parameters,
        new Description(about, path, "Done", false, template.word()),
        false);
  }

  /** A route that is not part of the API: a file or a form of the page. Everybody may send it. */
  static Route ofPage(String method, String path, Handler handler) {
    return new Route(method, PathTemplate.of(path), handler, null, List.of(), null, false);
  }

  /** The same with an example that is not the path itself. */
  Route example(String example) {
    Description before = described();
    return with(
        new Description(before.about(), example, before.answer(), before.isWait(), before.word()));
  }

  /** The same with another answer than {@code {"ok":true}}. */
  Route answers(String answer) {
    Description before = described();
    return with(
        new Description(before.about(), before.example(), answer, before.isWait(), before.word()));
  }

  /** The same with another word for the operation than the first of its path. */
  Route word(String word) {
    Description before = described();
    return with(
        new Description(before.about(), before.example(), before.answer(), before.isWait(), word));
  }

  private Route with(Description changed) {
    return new Route(method, path, handler, right, parameters, changed, isOfStatus);
  }

  /** Whether it signals or resets keys. */
  boolean changesKeys() {
    return right == Right.SIGNAL || right == Right.ADMINISTER;
  }

  /** The same for a request that only shows the status. */
  Route ofStatus() {
    return new Route(method, path, handler, right, parameters, description, true);
  }

  /** The parameters that are not those of every wait. */
  List<Parameter> ownParameters() {
    return described().isWait()
        ? parameters.stream().filter(p -> !Parameters.ON_EVERY_WAIT.contains(p)).toList()
        : parameters;
  }

  /** The description; only for routes that are part of the API. */
  Description described() {
    return Objects.requireNonNull(description);
  }
}
