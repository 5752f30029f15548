package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Waits on all of and any of several terms, with scripted targets. */
class RegistrySeveralTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 1_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);
  private final Map<Wait, Outcome> settled = new ConcurrentHashMap<>();
  private final ScriptedTarget port = new ScriptedTarget("/_port/cache/11211");
  private final ScriptedTarget database = new ScriptedTarget("/_postgres/my_db");

  private static Condition.Term key(String name) {
    return new Condition.Signalled(new Key(name), 1);
  }

  private static Condition allOf(Condition... terms) {
    return new Condition.AllOf("/_all", List.of(terms));
  }

  private static Condition anyOf(Condition... terms) {
    return new Condition.AnyOf("/_any", List.of(terms));
  }

  private Condition.Term look(ScriptedTarget target) {
    return new Condition.Succeeds(target);
  }

  private Wait await(Condition condition) {
    return Waits.await(registry, condition, TIMEOUT, "web-1", settled::put);
  }

  private static Value value(String text) {
    return new Value(text.getBytes(StandardCharsets.UTF_8), null);
  }

  private void put(String key, @Nullable Value value) {
    registry.signal(new Key(key), new Signal(false, false, null, value, null), new Caller("db"));
  }

  private void fail(String key) {
    registry.signal(
        new Key(key), new Signal(true, false, null, value("broken"), null), new Caller("db"));
  }

  private static Outcome.Failed failed(String key) {
    return new Outcome.Failed(key, value("broken"));
  }

  @Test
  void allOfEndsWithTheLastOfItsTerms() {
    put("/early", value("1"));
    Wait wait = await(allOf(key("/early"), key("/late"), look(port)));
    put("/late", null);
    port.newest().fails("connection refused");
    assertThat(settled).isEmpty();
    port.newest().succeeds();
    assertThat(settled).containsOnly(Map.entry(wait, Outcome.RELEASED));
    assertThat(wait.terms())
        .containsExactly(
            new TermState(key("/early"), new Outcome.Released(value("1"))),
            new TermState(key("/late"), Outcome.RELEASED),
            new TermState(look(port), Outcome.RELEASED));
  }

  @Test
  void aFailureEndsAllOfAndItsProbes() {
    Wait wait = await(allOf(key("/abc"), look(port), look(database)));
    fail("/abc");
    assertThat(settled).containsOnly(Map.entry(wait, failed("/abc")));
    assertThat(port.newest().stopped).isTrue();
    assertThat(database.newest().stopped).isTrue();
    assertThat(registry.statuses()).noneMatch(standing -> !standing.waits().isEmpty());
    Wait late = await(allOf(look(port), key("/abc"), look(database)));
    assertThat(late.outcome()).isNotNull();
    assertThat(late.outcome()).isEqualTo(failed("/abc"));
    assertThat(port.newest().stopped).isTrue();
    assertThat(database.watches).as("not asked for once the rest was known").hasSize(1);
  }

  @Test
  void onceAnyOfHoldsItsProbesEnd() {
    Wait wait = await(anyOf(look(port), look(database), key("/abc")));
    port.newest().fails("connection refused");
    put("/abc", value("v"));
    assertThat(settled).containsOnly(Map.entry(wait, new Outcome.Released(value("v"))));
    assertThat(port.newest().stopped).isTrue();
    assertThat(database.newest().stopped).isTrue();
    assertThat(wait.terms())
        .extracting(TermState::outcome)
        .containsExactly(null, null, new Outcome.Released(value("v")));
  }

  @Test
  void anyOfFailsOnlyWhenNoTermCanHold() {
    await(anyOf(key("/a"), key("/b")));
    fail("/a");
    assertThat(settled).isEmpty();
    fail("/b");
    assertThat(settled.values()).containsExactly(failed("/a"));
  }

  @Test
  void obsoleteTermsLeaveWhileOthersGoOn() {
    Wait wait = await(allOf(anyOf(key("/a"), look(port)), look(database)));
    put("/a", null);
    assertThat(port.newest().stopped).isTrue();
    assertThat(database.newest().stopped).isFalse();
    assertThat(settled).isEmpty();
    database.newest().succeeds();
    assertThat(settled).containsOnly(Map.entry(wait, Outcome.RELEASED));
  }

  @Test
  void aTimeoutExplainsEveryOpenTerm() {
    put("/my_keys", null);
    Wait wait =
        await(allOf(key("/my_keys"), key("/my_key"), look(port), anyOf(look(database), key("/c"))));
    port.newest().fails("connection refused");
    database.newest().fails("no such database");
    clock.advance(TIMEOUT);
    List<Missing> missing =
        List.of(
            new Missing.NotSignalled("/my_key", List.of("/my_keys")),
            new Missing.NoSuccess(port.path(), new Missing.Look(1, "connection refused")),
            new Missing.NoSuccess(database.path(), new Missing.Look(1, "no such database")),
            new Missing.NotSignalled("/c", List.of()));
    assertThat(settled).containsOnly(Map.entry(wait, new Outcome.TimedOut(missing)));
    assertThat(registry.statuses())
        .filteredOn(standing -> standing.timeout() != null)
        .extracting(KeyStatus::path)
        .containsExactlyInAnyOrder("/my_key", port.path(), database.path(), "/c");
    assertThat(port.newest().stopped && database.newest().stopped).isTrue();
  }

  @Test
  void aTimeoutOfZeroChecksEachTermOnce() {
    put("/a", null);
    Condition condition = allOf(key("/a"), key("/b"), look(port));
    Wait wait = Waits.await(registry, condition, Duration.ZERO, "web-1", settled::put);
    assertThat(settled).as("the port has its one look").isEmpty();
    port.newest().fails("connection refused");
    assertThat(settled.get(wait)).isInstanceOf(Outcome.TimedOut.class);
    assertThat(Waits.await(registry, anyOf(key("/b"), key("/a")), Duration.ZERO, "", settled::put))
        .extracting(Wait::outcome)
        .isEqualTo(Outcome.RELEASED);
    assertThat(Waits.await(registry, allOf(key("/b"), key("/c")), Duration.ZERO, "", settled::put))
        .extracting(Wait::outcome)
        .isInstanceOf(Outcome.TimedOut.class);
  }

  @Test
  void aSignalPaysOnlyForItsOwnQueue() {
    List<Runnable> releases = new ArrayList<>();
    Registry held = new Registry(clock, journal, releases::add, 0, UnlimitedRoom.LIMITS);
    for (int i = 0; i < 500; i++) {
      Waits.await(
          held, allOf(key("/a"), key("/b" + i), anyOf(key("/a"))), TIMEOUT, "", settled::put);
    }
    held.signal(new Key("/a"), Signal.ok(), new Caller("db"));
    assertThat(releases).as("all that it leaves behind").hasSize(1);
    assertThat(held.statuses()).filteredOn(each -> each.waits().isEmpty()).hasSize(1);
    held.signal(new Key("/b0"), Signal.ok(), new Caller("db"));
    assertThat(releases).hasSize(2);
    assertThat(settled).isEmpty();
    while (!releases.isEmpty()) {
      releases.remove(releases.size() - 1).run();
    }
    assertThat(settled.values())
        .as("the others wait for their own")
        .containsExactly(Outcome.RELEASED);
  }

  @Test
  void severalTermsCountAsOneWait() {
    Registry small =
        new Registry(
            clock,
            journal,
            Runnable::run,
            0,
            new Limits(1, 10, 10, UnlimitedRoom.LIMITS.valueBytes()));
    Wait wait = Waits.await(small, allOf(key("/a"), key("/b")), TIMEOUT, "web-1", settled::put);
    assertThat(wait.outcome()).isNull();
    assertThat(Waits.await(small, key("/a"), TIMEOUT, "web-2", settled::put).outcome())
        .isInstanceOf(Outcome.NoRoom.class);
    wait.cancel(new Outcome.Gone());
    assertThat(Waits.await(small, key("/a"), TIMEOUT, "web-2", settled::put).outcome()).isNull();
    assertThat(Waits.await(small, allOf(key("/a"), key("/b")), TIMEOUT, "", settled::put).outcome())
        .isInstanceOf(Outcome.NoRoom.class);
  }

  @Test
  void closingEndsItOnce() {
    Wait wait = await(anyOf(key("/a"), look(port)));
    registry.close();
    assertThat(settled).containsOnly(Map.entry(wait, new Outcome.ShutDown()));
    assertThat(port.newest().stopped).isTrue();
  }
}
