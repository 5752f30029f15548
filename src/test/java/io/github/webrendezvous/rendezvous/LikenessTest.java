package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {
  private static int between(String one, String other) {
    int likeness = new Likeness(one).to(other);
    assertThat(new Likeness(other).to(one)).as("either way").isEqualTo(likeness);
    return likeness;
  }

  @ParameterizedTest
  @CsvSource({
    "/db_ready, /DB_Ready, 0",
    "/db_ready, /db-ready, 0",
    "/db_ready, /db/ready, 0",
    "/db_ready, /db_ready/, 0",
    "/db_ready, /stack1/db_ready, 1",
    "/db_ready, /db_redy, 2",
    "/db_ready, /db_raedy, 2",
    "/db_ready, /bd_raedy, 3",
    "/web-1, /web-2, 2",
    "/db_ready, /db_ready_x, 3",
    "/x_db_ready, /db_ready, 3",
    "/abc, /abd, 2",
    "/a€b, /a_b, 0"
  })
  void typicalTyposAreSimilar(String one, String other, int likeness) {
    assertThat(between(one, other)).isEqualTo(likeness);
  }

  @ParameterizedTest
  @CsvSource({
    "/db_ready, /db_ready",
    "/db_ready, /cache_ready",
    "/db_ready, /my_db_ready",
    "/abc, /axy",
    "/abc, /abcde",
    "/-, /_",
    "/a, /b"
  })
  void sameAndOtherKeysAreNotSimilar(String one, String other) {
    assertThat(between(one, other)).isEqualTo(Likeness.NONE);
  }

  @Test
  void aLongNameIsNotComparedLetterByLetter() {
    String one = "/" + "k".repeat(200);
    assertThat(between(one, one + "l")).isEqualTo(Likeness.NONE);
    assertThat(between(one, one + "_")).isEqualTo(Likeness.NONE);
  }
}
