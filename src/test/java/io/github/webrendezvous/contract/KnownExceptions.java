package io.github.webrendezvous.contract;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Cases of the contract in which a container differs, because it answers before the application
 * sees the request. Such a case is run and must fail: if it passes, it must be removed from the
 * list. Only cases that would end the container are skipped.
 */
final class KnownExceptions implements InvocationInterceptor {
  /**
   * One or more cases of a test.
   *
   * @param places the test classes of the containers
   * @param test the name of its method
   * @param arguments the first argument of each case that fails; none if every case does
   * @param why what the container does instead
   */
  private record Known(Set<String> places, String test, List<String> arguments, String why) {
    boolean covers(Class<?> place, Method method, List<Object> given) {
      return places.contains(place.getSimpleName())
          && method.getName().equals(test)
          && (arguments.isEmpty() || arguments.contains(String.valueOf(given.get(0))));
    }
  }

  private static final Set<String> UNDERTOW = Set.of("UndertowIT", "WildFlyIT");
  private static final Set<String> EMBEDDED = Set.of("UndertowIT");

  private static final Set<String> GLASSFISH =
      Set.of("GlassFishIT", "PayaraMicro6IT", "PayaraMicro7IT");

  private static final Set<String> PAYARA_7 = Set.of("PayaraMicro7IT");

  private static final String COLON = "a path with a colon is answered 503 by the server itself";

  private static final String NO_JSP = "there is no engine for JSP, so a browser gets the JSON";

  private static final List<Known> ALL =
      List.of(
          all(
              UNDERTOW,
              "anInvalidChunkIsRejected",
              "a chunk with an invalid size is treated as the end of the body"),
          all(
              UNDERTOW,
              "headInSmallLettersGetsACompleteResponse",
              "\"head\" is taken for HEAD, so the body is left out"),
          some(
              Set.of("WildFlyIT"),
              "theCaseOfTheMethodDoesNotMatterForThePage",
              "\"head\" is taken for HEAD, so the body is left out",
              "head"),
          all(EMBEDDED, "theCaseOfTheMethodDoesNotMatterForThePage", NO_JSP),
          all(EMBEDDED, "theHomePageIsHtmlForABrowser", NO_JSP),
          all(EMBEDDED, "theFilesOfThePageExist", NO_JSP),
          all(EMBEDDED, "theHomePageAllowsNothingFromElsewhere", NO_JSP),
          all(EMBEDDED, "thePageOffersItsActionsUnlessTheyAreTurnedOff", NO_JSP),
          all(EMBEDDED, "aCountIsReachedByArrivalsEachIdOnce", NO_JSP),
          all(EMBEDDED, "aFailureEndsEveryWaitWithItsReason", NO_JSP),
          all(EMBEDDED, "similarKeysAreSuggested", NO_JSP),
          all(EMBEDDED, "aCallerCanNameItself", NO_JSP),
          some(
              GLASSFISH,
              "malformedPathsAreRejectedAtOnce",
              "a malformed escape is answered 200 by the server itself, without a body",
              "a%",
              "a%4",
              "a%zz"),
          some(
              GLASSFISH,
              "everyPathThatIsNotReservedIsAKey",
              "a session id is cut out of the path",
              "/a;jsessionid=1234/b"),
          all(GLASSFISH, "twoHostHeadersAreRejected", "the first header Host is taken"),
          all(PAYARA_7, "aPortIsFoundByNameAndByIPv6", COLON),
          some(
              PAYARA_7,
              "invalidRequestsAreRejectedWithAdvice",
              COLON,
              "/_port/a%3Ab/80",
              "/_port/.:a/80",
              "/_port/:::/80"));

  /** These keep responses that a client does not read in the heap, until it is full. */
  private static final Known LEFT_OUT =
      all(
          GLASSFISH,
          "clientsThatDoNotReadReadyAnswersDoNotDelayOthers",
          "what a client does not read is kept in the heap, however much it is");

  private static Known all(Set<String> places, String test, String why) {
    return new Known(places, test, List.of(), why);
  }

  private static Known some(Set<String> places, String test, String why, String... arguments) {
    return new Known(places, test, Arrays.asList(arguments), why);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> called,
      ExtensionContext context)
      throws Throwable {
    run(invocation, called);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> called,
      ExtensionContext context)
      throws Throwable {
    run(invocation, called);
  }

  private static void run(Invocation<Void> invocation, ReflectiveInvocationContext<Method> called)
      throws Throwable {
    Class<?> place = called.getTargetClass();
    assumeFalse(
        LEFT_OUT.covers(place, called.getExecutable(), called.getArguments()), LEFT_OUT::why);
    Optional<Known> known =
        ALL.stream()
            .filter(each -> each.covers(place, called.getExecutable(), called.getArguments()))
            .findFirst();
    if (known.isEmpty()) {
      invocation.proceed();
    } else if (holds(invocation)) {
      throw new AssertionError("Holds now, so it is no exception any more: " + known.get());
    }
  }

  private static boolean holds(Invocation<Void> invocation) {
    try {
      invocation.proceed();
      return true;
    } catch (Throwable e) {
      return false;
    }
  }
}
