package io.github.webrendezvous;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
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
import org.junit.jupiter.api.Test;

/** The rooms of the house, and which may know which. */
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

  @Test
  void thereAreFiveRoomsAndNothingElse() {
    assertThat(CLASSES).isNotEmpty();
    classes()
        .should()
        .resideInAnyPackage(
            room("launch"), room("web"), room("probe"), room("rendezvous"), room("settings"))
        .check(CLASSES);
  }

  @Test
  void theRendezvousAndTheSettingsKnowOnlyTheJdk() {
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
  void theProbesKnowNeitherTheWebNorServlets() {
    noClasses()
        .that()
        .resideInAPackage(room("probe"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(room("web"), "jakarta..", "tools.jackson..")
        .check(CLASSES);
  }

  /** No container has the server and the command line that come with the WAR. */
  @Test
  void nobodyKnowsWhatRunsItByItself() {
    noClasses()
        .that(resideOutsideOfPackage(room("launch")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            room("launch"),
            "org.eclipse.jetty..",
            "org.apache.jasper..",
            "org.apache.tomcat..",
            "org.apache.commons..")
        .check(CLASSES);
  }

  @Test
  void onlyTheProbesKnowDatabases() {
    noClasses()
        .that(resideOutsideOfPackage(room("probe")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.postgresql..")
        .check(CLASSES);
  }

  /** So that no write and no read of ours can wait for a client. */
  @Test
  void onlyWhatNeverBlocksTouchesBodies() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.web\\.(AnswerSender|Delivery|BodyReader)(\\$.*)?")
        .should()
        .callMethodWhere(WAITS_FOR_A_CLIENT)
        .check(CLASSES);
  }

  /** Where the container does not allow it, the client is told so. */
  @Test
  void requestsAreTakenFromTheContainerInOnePlace() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.web\\.Async")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "begin to handle a request asynchronously",
                call -> call.getName().equals("startAsync")))
        .check(CLASSES);
  }

  /** A thread that a container starts then may inherit nothing of ours. */
  @Test
  void requestsAreHandedBackToTheContainerInOnePlace() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.web\\.Completions")
        .should()
        .callMethod(AsyncContext.class, "complete")
        .check(CLASSES);
  }

  @Test
  void noStaticHoldsState() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void nothingIsNamedForNothing() {
    noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data)").check(CLASSES);
  }
}
