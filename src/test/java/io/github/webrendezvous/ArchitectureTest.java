package io.github.webrendezvous;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which package may use which, and what only one class may do. */
class ArchitectureTest {
  private static final String HOUSE = "io.github.webrendezvous";
  private static final String[] ANNOTATIONS = {"org.jspecify..", "com.google.errorprone.."};

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  private static final DescribedPredicate<JavaMethodCall> WAITS_FOR_A_CLIENT =
      DescribedPredicate.describe(
          "may wait for a client",
          call ->
              (call.getTargetOwner().isAssignableTo(ServletResponse.class)
                      || call.getTargetOwner().isAssignableTo(ServletRequest.class))
                  && call.getName()
                      .matches(
                          "getOutputStream|getWriter|flushBuffer|sendError|sendRedirect"
                              + "|getInputStream|getReader|getParameter.*|getPart.*"));

  private static String room(String name) {
    return HOUSE + "." + name + "..";
  }

  /** Each package, and those that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry(
              "launch",
              Set.of(
                  "app", "web", "syntax", "exchange", "http", "probe", "rendezvous", "settings")),
          Map.entry(
              "app",
              Set.of(
                  "web",
                  "stream",
                  "syntax",
                  "exchange",
                  "view",
                  "http",
                  "metrics",
                  "probe",
                  "store",
                  "rendezvous",
                  "settings")),
          Map.entry(
              "web",
              Set.of(
                  "stream",
                  "syntax",
                  "exchange",
                  "http",
                  "metrics",
                  "probe",
                  "view",
                  "rendezvous",
                  "settings")),
          Map.entry("stream", Set.of("syntax", "exchange", "view", "http", "rendezvous")),
          Map.entry("syntax", Set.of("http", "probe", "rendezvous", "settings")),
          Map.entry("exchange", Set.of("http", "rendezvous")),
          Map.entry("view", Set.of("rendezvous")),
          Map.entry("metrics", Set.of("probe", "rendezvous")),
          Map.entry("http", Set.of("settings")),
          Map.entry("probe", Set.of("rendezvous", "settings")),
          Map.entry("store", Set.of("rendezvous", "settings")),
          Map.entry("rendezvous", Set.of()),
          Map.entry("settings", Set.of()));

  @Test
  void everyClassIsInAPackageOfTheList() {
    assertThat(CLASSES).isNotEmpty();
    classes()
        .should()
        .resideInAnyPackage(
            MAY_USE.keySet().stream().map(ArchitectureTest::room).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void packagesUseOnlyThoseBelowThem() {
    MAY_USE.forEach(
        (user, used) -> {
          String[] others =
              MAY_USE.keySet().stream()
                  .filter(other -> !other.equals(user) && !used.contains(other))
                  .map(ArchitectureTest::room)
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(room(user))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .allowEmptyShould(true)
              .check(CLASSES);
        });
  }

  @Test
  void rendezvousAndSettingsUseOnlyTheJdk() {
    for (String name : new String[] {"rendezvous", "settings"}) {
      DescribedPredicate<JavaClass> allowed =
          resideInAnyPackage("java..", room(name)).or(resideInAnyPackage(ANNOTATIONS));
      classes()
          .that()
          .resideInAPackage(room(name))
          .should()
          .onlyDependOnClassesThat(allowed)
          .check(CLASSES);
      noClasses()
          .that()
          .resideInAPackage(room(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "java.net.http..")
          .check(CLASSES);
    }
  }

  @Test
  void probesDoNotUseServlets() {
    noClasses()
        .that()
        .resideInAPackage(room("probe"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "tools.jackson..")
        .check(CLASSES);
  }

  /** No container has the server and the command line that come with the WAR. */
  @Test
  void onlyLaunchUsesTheEmbeddedServer() {
    noClasses()
        .that(resideOutsideOfPackage(room("launch")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.eclipse.jetty..",
            "org.apache.jasper..",
            "org.apache.tomcat..",
            "org.apache.commons..")
        .check(CLASSES);
  }

  @Test
  void onlyMetricsUsesPrometheus() {
    noClasses()
        .that(resideOutsideOfPackage(room("metrics")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.prometheus..")
        .check(CLASSES);
  }

  @Test
  void onlyProbesAndTheStoreUseDatabases() {
    noClasses()
        .that(resideOutsideOfPackages(room("probe"), room("store")))
        .and()
        .haveNameNotMatching(".*\\.app\\.(Application|PostgresDriver)")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.postgresql..")
        .check(CLASSES);
  }

  /** So that no probe connects to an address that the policy has not allowed. */
  @Test
  void onlyClassesThatTakeAPermittedAddressConnect() {
    noClasses()
        .that()
        .resideInAPackage(room("probe"))
        .and()
        .haveNameNotMatching(
            ".*\\.(Connector\\$Connect|HttpExchanges|BlockingAttempt|CuttableSockets\\$WatchedSocket)")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "connect",
                call ->
                    call.getName().matches("connect|requestSession|getConnection|send|sendAsync")
                        && call.getTargetOwner()
                            .getPackageName()
                            .matches(
                                "java\\.net.*|java\\.nio\\.channels|javax\\.net.*|javax\\.sql|java\\.sql"
                                    + "|org\\.apache\\.hc\\..*")))
        .check(CLASSES);
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.probe\\.ProbePolicy")
        .should()
        .callConstructor(
            "io.github.webrendezvous.probe.PermittedAddress",
            InetAddress.class.getName(),
            int.class.getName())
        .check(CLASSES);
  }

  /** So that no write and no read of ours can wait for a client. */
  @Test
  void onlyNonBlockingClassesReadAndWriteBodies() {
    noClasses()
        .that()
        .haveNameNotMatching(
            ".*\\.(exchange|stream)\\.(AnswerSender|Delivery|BodyReader|EventStream)(\\$.*)?")
        .should()
        .callMethodWhere(WAITS_FOR_A_CLIENT)
        .check(CLASSES);
  }

  /** Where the container does not allow it, the client is told so. */
  @Test
  void oneClassMakesRequestsAsynchronous() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.http\\.Async")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "begin to handle a request asynchronously",
                call -> call.getName().equals("startAsync")))
        .check(CLASSES);
  }

  /** A thread that a container starts then may inherit nothing of ours. */
  @Test
  void oneClassCompletesRequests() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.http\\.Completions")
        .should()
        .callMethod(AsyncContext.class, "complete")
        .check(CLASSES);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void noClassHasAMeaninglessName() {
    noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data)").check(CLASSES);
  }
}
