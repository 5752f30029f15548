package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the grammar says of itself is what the parser takes. */
class GrammarTest {
  private static final List<Parameter> ALL =
      List.of(
          Parameter.TIMEOUT,
          Parameter.COUNT,
          Parameter.AS,
          Parameter.ON_TIMEOUT,
          Parameter.RAW,
          Parameter.UNTIL,
          Parameter.OF,
          Parameter.STATUS,
          Parameter.TTL,
          Parameter.ID);

  private final Conditions conditions =
      new Conditions(List.of(), new Prober(new ManualClock(), Duration.ofSeconds(1), 10));

  @Test
  void theExampleOfAParameterIsOneThatIsTaken() throws Exception {
    for (Grammar.Request request : new Grammar(conditions).requests()) {
      for (Parameter parameter : request.own()) {
        Query query = Query.parse(parameter.example(), request.own());
        assertThat(query.has(parameter)).as(parameter.example()).isTrue();
        assertThat(parameter.about()).isNotBlank().hasSizeLessThanOrEqualTo(53);
      }
    }
    for (Parameter parameter : ALL) {
      assertThat(Query.parse(parameter.example(), ALL).has(parameter)).isTrue();
    }
  }

  @Test
  void theExampleOfAWaitIsOneThatIsTaken() throws Exception {
    for (WaitForm form : conditions.forms()) {
      String[] parts = form.example().split("\\?", 2);
      RequestPath path = RequestPath.parse(parts[0]);
      assertThat(conditions.form(path)).isSameAs(form);
    }
  }
}
