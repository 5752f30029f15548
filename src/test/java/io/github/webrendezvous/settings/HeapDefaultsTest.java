package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapDefaultsTest {
  private static final long MIB = 1_024 * 1_024;

  // Measured, see docs/operation.md.
  private static final long PER_TERM = 420;
  private static final long PER_RECORD = 3_000;

  private static Settings with(long heapMib, int bytesPerWait) {
    return Settings.read(Map.of(), name -> null, new HeapDefaults(heapMib * MIB, bytesPerWait));
  }

  @ParameterizedTest
  @CsvSource({
    "40, 16000, 6000",
    "64, 16000, 6000",
    "256, 16000, 6000",
    "8192, 16000, 6000",
    "192, 112000, 98000",
    "1024, 112000, 98000",
    "8192, 112000, 98000"
  })
  void theDefaultsFitTheHeap(long heapMib, int bytesPerWait, long perConnection) {
    Settings settings = with(heapMib, bytesPerWait);
    long waits = settings.maxWaits() * (perConnection + 16 * PER_TERM);
    long records = (settings.maxKeys() + settings.journalLength()) * PER_RECORD;
    assertThat(waits + records + settings.maxValueBytes()).isLessThan(heapMib * MIB * 7 / 10);
    assertThat(settings.maxWaits()).isPositive();
  }

  @Test
  void aLargerHeapAllowsMoreUpToALimit() {
    assertThat(with(256, 16_000).maxWaits()).isBetween(8_000, 9_000);
    assertThat(with(64, 16_000).maxWaits()).isLessThan(with(256, 16_000).maxWaits());
    assertThat(with(64_000, 16_000).maxWaits()).isEqualTo(100_000);
    assertThat(with(64_000, 16_000).maxKeys()).isEqualTo(5_000);
    assertThat(with(256, 16_000).maxValueBytes()).isEqualTo(8 * 1_024 * 1_024);
  }

  @Test
  void aSettingOverridesTheDefault() {
    Settings settings =
        Settings.read(
            Map.of("RENDEZVOUS_MAX_WAITS", "7"), name -> null, new HeapDefaults(MIB, 16_000));
    assertThat(settings.maxWaits()).isEqualTo(7);
  }
}
