package io.github.webrendezvous.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import java.io.StringReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Where the time of a start-up went. */
class TimelineTest {
  private final ManualClock clock = new ManualClock();

  /** The background, and three of the legend. */
  private static final int OTHER_RECTANGLES = 4;

  private final Journal journal = new Journal(clock, 20_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);

  private static Condition keys(String... names) {
    List<Condition> terms =
        Stream.of(names)
            .<Condition>map(name -> new Condition.Signalled(new Key("/" + name)))
            .toList();
    return terms.size() == 1
        ? terms.get(0)
        : new Condition.AllOf("/_all?of=" + String.join("&of=", names), terms);
  }

  private void await(String caller, Condition condition, int seconds, String... willSignal) {
    List<Key> announced = Stream.of(willSignal).map(name -> new Key("/" + name)).toList();
    registry.await(condition, Duration.ofSeconds(seconds), new Caller(caller, null, announced));
  }

  private void signal(String caller, String key) {
    registry.signal(new Key("/" + key), Signal.ok(), new Caller(caller));
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private Timeline timeline(Timeline.Selection selection) {
    return Timeline.of(journal.newest(20_000), new WaitTrees(registry), clock.now(), selection);
  }

  private Timeline timeline() {
    return timeline(Timeline.Selection.ALL);
  }

  private static List<String> critical(Timeline timeline) {
    return timeline.criticalPath().stream()
        .map(release -> release.span().caller().name() + " " + release.span().outcome())
        .toList();
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  /** The app waits for a migration of 5 s, which waits 10 s for a database; tests wait for both. */
  private void startUp() {
    await("migration", keys("db"), 60, "migrated");
    await("app", keys("migrated"), 60, "up");
    await("tests", keys("up", "mail"), 60);
    pass(10);
    signal("db", "db");
    pass(2);
    signal("mailer", "mail");
    pass(3);
    signal("migration", "migrated");
    pass(1);
    signal("app", "up");
  }

  @Test
  void theCriticalPathIsTheChainOfWaitsThatTheLastReleaseDependedOn() {
    startUp();
    Timeline timeline = timeline();
    assertThat(critical(timeline))
        .containsExactly("migration released", "app released", "tests released");
    assertThat(timeline.lanes().keySet())
        .containsExactly("migration", "app", "tests", "db", "mailer");
    assertThat(timeline.length()).isEqualTo(Duration.ofSeconds(16));
    // The tests also wait for the mail, which came 4 s before the app.
    assertThat(help(timeline))
        .containsExactly(
            "db signals /db earlier: up to 4.0 s",
            "migration signals /migrated at once after its own wait: up to 4.0 s",
            "app signals /up at once after its own wait: up to 1.0 s");
    assertThat(TimelineWords.text(timeline))
        .startsWith("16.0 s in all, from ")
        .contains("3 waits: 3 released.")
        .contains("  15.0 s  app is released after 15.0 s of waiting for /migrated\n");
  }

  private static List<String> help(Timeline timeline) {
    return TimelineWords.sections(timeline).getOrDefault("What would help", List.of());
  }

  @Test
  void whatDependsOnTheSameSignalComesEarlierWithIt() {
    await("app", keys("db"), 60);
    await("worker", keys("up"), 60);
    await("tests", keys("up", "worker"), 60);
    pass(10);
    signal("db", "db");
    signal("app", "up");
    pass(2);
    signal("worker", "worker");
    // Without the wait for the database, there is only the work of the worker.
    assertThat(help(timeline()))
        .containsExactly(
            "db signals /db earlier: up to 10.0 s",
            "worker signals /worker at once after its own wait: up to 2.0 s");
  }

  @Test
  void waitsOfOneCallerThatOverlapAreInRows() throws Exception {
    await("app", keys("db"), 60);
    pass(1);
    await("app", keys("cache"), 60);
    pass(1);
    signal("cache", "cache");
    await("app", keys("mail"), 60); // In the row of the cache.
    pass(2);
    signal("db", "db");
    Timeline timeline = timeline();
    assertThat(TimelineWords.text(timeline))
        .containsPattern("app {14}\\|█{60}\\|\n {17}\\| {14}█{15}▒{31}\\|\ncache {5}");
    Map<String, String> rows = rows(TimelineSvg.of(timeline));
    assertThat(rows.keySet()).containsExactly("/db", "/cache", "/mail");
    assertThat(rows.get("/cache")).isNotEqualTo(rows.get("/db")).isEqualTo(rows.get("/mail"));
  }

  /** The vertical position of each wait, by what it is for. */
  private static Map<String, String> rows(String svg) throws Exception {
    NodeList rectangles = parsed(svg).getElementsByTagName("rect");
    Map<String, String> rows = new LinkedHashMap<>();
    for (int i = 0; i < rectangles.getLength(); i++) {
      Element bar = (Element) rectangles.item(i);
      if (bar.getAttribute("class").startsWith("bar ")) {
        rows.put(bar.getTextContent().replaceAll(".* for (.*?):.*", "$1"), bar.getAttribute("y"));
      }
    }
    return rows;
  }

  @Test
  void theRowsOfOneCallerAreLimited() throws Exception {
    for (int i = 0; i < 100; i++) {
      await("app", keys("key-" + i), 60);
    }
    pass(1);
    assertThat(TimelineWords.text(timeline()).lines().filter(line -> line.contains("▒▒")))
        .hasSize(8);
    Map<String, String> rows = rows(TimelineSvg.of(timeline()));
    assertThat(rows).hasSize(100);
    assertThat(new HashSet<>(rows.values())).hasSize(8);
  }

  /** A caller that waits twice at the same time: one program with a name, or several without. */
  private Timeline ofCallerWithTwoWaitsAtOnce(String caller) {
    await(caller, keys("db"), 60);
    await(caller, keys("mail"), 3);
    await("app", keys("up"), 60);
    await("tests", keys("app"), 60);
    pass(1);
    signal("db", "db");
    pass(1);
    signal(caller, "up");
    pass(2);
    signal("app", "app");
    return timeline();
  }

  @Test
  void aProgramMayWaitForSeveralThingsAtTheSameTime() {
    Timeline timeline = ofCallerWithTwoWaitsAtOnce("worker");
    assertThat(critical(timeline))
        .containsExactly("worker released", "app released", "tests released");
    assertThat(help(timeline))
        .contains("worker signals /up at once after its own wait: up to 1.0 s");
    assertThat(TimelineWords.text(timeline)).doesNotContain("several programs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.7", "::1", "fe80::1%eth0"})
  void theOrderOfWhatSeveralProgramsOfOneAddressDoIsUnknown(String address) {
    Timeline timeline = ofCallerWithTwoWaitsAtOnce(address);
    assertThat(critical(timeline)).containsExactly("app released", "tests released");
    assertThat(help(timeline)).contains(address + " signals /up earlier: up to 1.0 s");
    assertThat(TimelineWords.text(timeline))
        .contains("\n            " + address + " is several programs: give each a name, as in ");
  }

  @Test
  void anAddressWhoseWaitsFollowEachOtherCountsAsOneProgram() {
    await("10.0.0.7", keys("db"), 60);
    pass(1);
    signal("db", "db");
    pass(1);
    await("10.0.0.7", keys("mail"), 60);
    pass(1);
    signal("mailer", "mail");
    await("tests", keys("up"), 60);
    pass(1);
    signal("10.0.0.7", "up");
    assertThat(timeline().criticalPath())
        .extracting(link -> link.span().path())
        .containsExactly("/mail", "/up");
    assertThat(TimelineWords.text(timeline())).doesNotContain("several programs");
  }

  @Test
  void whatOthersStillWaitForLimitsTheSaving() {
    await("app", keys("db"), 60);
    await("report", keys("data"), 60);
    pass(7);
    signal("loader", "data");
    pass(3);
    signal("db", "db");
    assertThat(help(timeline())).containsExactly("db signals /db earlier: up to 3.0 s");
  }

  @Test
  void aWaitThatFoundEverythingReadyCameAfterItsCallersOwnWait() {
    await("worker", keys("db"), 60);
    pass(1);
    signal("cache", "cache");
    pass(9);
    signal("db", "db");
    pass(4);
    await("worker", keys("cache"), 60);
    Timeline timeline = timeline();
    assertThat(timeline.criticalPath())
        .extracting(link -> link.span().path())
        .containsExactly("/db", "/cache");
    assertThat(help(timeline))
        .containsExactly(
            "db signals /db earlier: up to 10.0 s",
            "worker begins to wait for /cache at once after its wait before: up to 4.0 s");
    assertThat(TimelineWords.text(timeline)).doesNotContain("cache signals");
  }

  @Test
  void aWaitForArrivalsDependsOnAsManyAsItCounts() {
    await("tests", new Condition.Signalled(new Key("/web"), 3), 60);
    for (String each : List.of("web-1", "web-2", "web-3")) {
      pass(5);
      registry.signal(new Key("/web"), new Signal(false, true, each, null, null), new Caller(each));
    }
    // Without the third arrival, the second is the last.
    assertThat(help(timeline())).containsExactly("web-3 signals /web earlier: up to 5.0 s");
  }

  @Test
  void aWaitThatTookNoTimeIsNotOneOfTheWordsUnlessItIsTheLast() {
    signal("db", "db");
    await("app", keys("db"), 60);
    pass(1);
    await("app", keys("db"), 60);
    assertThat(timeline().criticalPath()).hasSize(2);
    assertThat(TimelineWords.sections(timeline()).get("What the last wait depended on"))
        .containsExactly("   1.0 s  app is released after 0.0 s of waiting for /db");
  }

  @Test
  void aCallerThatBeginsLateIsNamed() {
    signal("db", "db");
    pass(8);
    await("app", keys("db"), 60);
    assertThat(help(timeline())).containsExactly("app begins to wait for /db earlier: up to 8.0 s");
  }

  @Test
  void aFailureShowsWhoSignalledItAndWhatItsCallerWaitedForBefore() {
    await("migration", keys("db"), 20, "migrated");
    await("app", keys("migrated"), 60);
    pass(20);
    pass(1);
    registry.signal(
        new Key("/migrated"), new Signal(true, false, null, null, null), new Caller("migration"));
    await("late", keys("migrated"), 60);
    Timeline timeline = timeline();
    assertThat(critical(timeline)).containsExactly("migration timed out", "app failed");
    assertThat(TimelineWords.text(timeline))
        .contains("21.0 s  migration signals /migrated as failed\n    21.0 s  app ends: failed ");
    assertThat(help(timeline)).isEmpty();
    assertThat(TimelineSvg.of(timeline))
        .contains("class=\"arrow strong\"")
        .contains("<title>migration signals /migrated as failed</title>");
    assertThat(Mermaid.sequence(timeline)).contains(": /migrated failed after 21.0 s\n");
    // Also for a wait that began after the failure.
    Span late = timeline.spans().get(2);
    assertThat(timeline.cause(late)).isNotNull().extracting(Mark::path).isEqualTo("/migrated");
  }

  @Test
  void aResetThatEndedAWaitIsNamed() {
    await("app", keys("migrated"), 60);
    pass(3);
    registry.reset(new Key("/migrated"), new Caller("operator"));
    assertThat(TimelineWords.text(timeline()))
        .contains("3.0 s  operator resets /migrated\n     3.0 s  app ends: reset while waiting ");
  }

  @Test
  void aSignalThatCameTooLateIsNamed() {
    await("app", keys("migrated", "more"), 10);
    pass(12);
    signal("migration", "migrated");
    pass(1);
    assertThat(TimelineWords.text(timeline()))
        .contains(" missing: /more (not signalled)\n            2.0 s later: migration signals");
  }

  @Test
  void aWaitThatLastsCameAfterItsCallersOwnWait() {
    await("app", keys("db"), 60);
    pass(2);
    signal("db", "db");
    await("app", keys("migrated"), 60);
    pass(5);
    assertThat(critical(timeline())).containsExactly("app released", "app still waiting");
  }

  @Test
  void ofSeveralWaitsThatLastTheOneWithTheLongestPathIsShown() {
    await("migration", keys("db"), 60, "migrated");
    await("other", keys("more"), 60);
    await("app", keys("migrated"), 60);
    pass(5);
    assertThat(critical(timeline()))
        .containsExactly("migration still waiting", "app still waiting");
  }

  @Test
  void aStartUpThatFailedShowsWhatWasMissingAndWhoWouldHaveSignalledIt() {
    await("migration", keys("db"), 20, "migrated");
    await("app", keys("migrated"), 30, "up");
    pass(35);
    Timeline timeline = timeline();
    assertThat(critical(timeline)).containsExactly("migration timed out", "app timed out");
    assertThat(TimelineWords.text(timeline))
        .contains("2 waits: 2 timed out.")
        .contains("20.0 s  migration ends: timed out after 20.0 s of waiting for /db (not signal");
  }

  @Test
  void ofSeveralTermsTheMissingOnesAreNamed() {
    signal("cache", "cache");
    signal("old", "expired");
    pass(10);
    registry.reset(new Key("/expired"), new Caller("old"));
    await("app", keys("cache", "migrated", "expired"), 30);
    await("lasting", keys("cache", "more"), 60);
    pass(35);
    String end = "/_all?of=cache&of=migrated&of=expired\n";
    String missing =
        """
                    missing: /migrated (not signalled)
                    missing: /expired (not signalled)
        """;
    assertThat(TimelineWords.text(timelineOf("migrated"))).contains(end + missing);
    // The signal of the cache was before.
    Timeline.Selection late =
        new Timeline.Selection(clock.now().minusSeconds(20), Timeline.Selection.ALL.paths());
    assertThat(TimelineWords.text(timeline(late)))
        .contains("lasting still waits after 35.0 s of waiting for /_all?of=cache&of=more\n")
        .contains("\n            missing: /more (not signalled)\n")
        .doesNotContain("missing: /cache");
  }

  @Test
  void ofManyMissingTermsTheRestIsCounted() {
    String[] names = new String[13];
    Arrays.setAll(names, i -> "key" + i);
    await("app", keys(names), 30);
    pass(10);
    String end = " missing: /key9 (not signalled)\n            … and 3 more\n";
    assertThat(TimelineWords.text(timeline())).contains(end);
    pass(30);
    assertThat(TimelineWords.text(timeline())).contains(end);
  }

  @Test
  void arrivalsThatWereTooFewAreMissing() {
    List<Condition> terms = List.of(new Condition.Signalled(new Key("/web"), 3), keys("migrated"));
    Condition both = new Condition.AllOf("/_all?of=web?count=3&of=migrated", terms);
    registry.signal(
        new Key("/web"), new Signal(false, true, "web-1", null, null), new Caller("web-1"));
    await("app", both, 10);
    pass(5);
    assertThat(TimelineWords.text(timeline())).contains(" missing: /web (1 of 3 arrivals");
    pass(10);
    assertThat(TimelineWords.text(timeline()))
        .contains(" missing: /web (1 of 3 arrivals")
        .contains(" missing: /migrated (not signalled)\n");
  }

  /** The timeline of the waits for one key. */
  private Timeline timelineOf(String key) {
    return timeline(new Timeline.Selection(null, ("/" + key)::equals));
  }

  @Test
  void aSelectedWaitIsShownWithAllItsTerms() {
    signal("operator", "shared");
    pass(60);
    registry.reset(new Key("/shared"), new Caller("operator"));
    pass(60);
    await("app", keys("run-1/db", "shared"), 60);
    pass(1);
    signal("db", "run-1/db");
    pass(2);
    signal("operator", "shared");
    Timeline timeline = timelineOf("run-1/db");
    Mark cause = timeline.cause(timeline.spans().get(0));
    assertThat(cause).isNotNull().extracting(Mark::path).isEqualTo("/shared");
    assertThat(timeline.length()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theWaitsOfWhoWillSignalASelectedKeyAreShown() {
    await("migration", keys("db"), 60, "run-1/migrated");
    await("other", keys("db"), 60, "run-2/migrated");
    await("app", keys("run-1/migrated"), 60);
    pass(2);
    signal("db", "db");
    pass(1);
    signal("migration", "run-1/migrated");
    assertThat(critical(timelineOf("run-1/migrated")))
        .containsExactly("migration released", "app released");
  }

  @Test
  void aPathIsWrittenAsFarAsItsBarIsWide() {
    await("app", keys("a".repeat(60)), 30);
    await("app", keys("b".repeat(300)), 30);
    pass(30);
    String drawn = TimelineSvg.of(timeline());
    assertThat(drawn).contains(">/" + "a".repeat(60) + "</text>");
    assertThat(drawn).contains("b…</text>");
  }

  @Test
  void aWaitThatLastsIsShownUntilNow() {
    await("app", keys("migrated"), 30);
    pass(7);
    Timeline timeline = timeline();
    assertThat(timeline.spans().get(0).lasted()).isEqualTo(Duration.ofSeconds(7));
    assertThat(critical(timeline)).containsExactly("app still waiting");
    assertThat(TimelineWords.text(timeline)).contains("▒").contains("1 still waiting");
  }

  @Test
  void oneRunCanBeSelected() {
    startUp();
    pass(60);
    await("run-2", keys("second"), 30);
    signal("db", "second");
    Timeline.Selection second = new Timeline.Selection(null, path -> path.startsWith("/second"));
    assertThat(timeline(second).lanes().keySet()).containsExactly("run-2", "db");
    assertThat(timeline(second).length()).isZero();
    Timeline.Selection lately =
        new Timeline.Selection(clock.now().minus(Duration.ofSeconds(30)), path -> true);
    assertThat(timeline(lately).lanes().keySet()).containsExactly("run-2", "db");
  }

  @Test
  void severalWaitsOfOneCallerForTheSameAreToldApart() {
    await("app", keys("a", "b"), 60);
    pass(1);
    await("app", keys("a", "b"), 60);
    pass(1);
    signal("x", "a");
    signal("x", "b");
    assertThat(timeline().spans())
        .extracting(Span::lasted)
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(1));
    assertThat(timeline().spans()).allMatch(span -> span.terms().equals(List.of("/a", "/b")));
  }

  @Test
  void nothingIsAWellFormedTimelineToo() throws Exception {
    assertThat(TimelineWords.text(timeline())).isEqualTo("Nothing has happened yet.\n");
    assertThat(parsed(TimelineSvg.of(timeline())).getElementsByTagName("rect").getLength())
        .isEqualTo(OTHER_RECTANGLES);
    assertThat(Mermaid.gantt(timeline())).startsWith("gantt\n");
    assertThat(Mermaid.sequence(timeline())).isEqualTo("sequenceDiagram\n");
  }

  @Test
  void everyFormIsWellFormedAndLimitedAlsoForHostileNames() throws Exception {
    for (String hostile :
        List.of("<script>&\"'", "a:b;c#d,e%%", "\u202egpj", "\u0000", "x".repeat(900))) {
      await(hostile, keys("k-" + hostile), 5);
      signal(hostile, "k-" + hostile);
    }
    for (int i = 0; i < 2_500; i++) {
      await("caller-" + i % 100, keys("key-" + i), 60);
      pass(1);
      signal("caller-" + (i + 1) % 100, "key-" + i);
    }
    Timeline timeline = timeline();
    assertThat(timeline.spans()).hasSizeGreaterThan(2_500);
    String svg = TimelineSvg.of(timeline);
    assertThat(svg.length()).isLessThan(2_000_000);
    Document drawing = parsed(svg);
    assertThat(drawing.getElementsByTagName("script").getLength()).isZero();
    assertThat(drawing.getElementsByTagName("rect").getLength())
        .isBetween(1_000, 2_000 + OTHER_RECTANGLES);
    assertThat(Mermaid.gantt(timeline).length()).isLessThan(50_000);
    assertThat(Mermaid.gantt(timeline).lines().skip(4))
        .allMatch(
            line -> line.matches("    section [^:;#]+|    [^:;#]+ :(crit, |done, )?\\d+, \\d+"));
    assertThat(Mermaid.sequence(timeline).length()).isLessThan(50_000);
    assertThat(Mermaid.sequence(timeline).lines().skip(1))
        .allMatch(
            line ->
                line.matches("    participant p\\d+ as [^:;#<>]+")
                    || line.matches("    p\\d+->>p\\d+: [^:;#<>]+")
                    || line.matches("    Note over p\\d+: [^:;#<>]+"));
    assertThat(TimelineWords.text(timeline).lines()).hasSizeLessThan(400);
  }
}
