package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coverage-guided fuzzing of {@code java -jar}, half a minute with tokens and half a minute
 * without. It starts from the inputs of earlier runs, which together reach all code that was
 * reached. For longer: {@code mvn verify -Dit.test=FuzzIT -Dfuzz.seconds=1800}; the inputs that are
 * found stay in target/fuzz.
 */
class FuzzIT {
  private static final String TARGET = "io.github.webrendezvous.launch.RequestFuzz";

  private static final Pattern ABOUT_ITSELF = Pattern.compile("INFO: |#\\d+\\s");

  private static final Pattern FINDING = Pattern.compile("==");

  private static final int MOST_LINES = 400;

  private static final String SECONDS = System.getProperty("fuzz.seconds", "30");

  /** For the start, and the inputs of earlier runs; not counted by the fuzzer. */
  private static final long MOST_SECONDS_BESIDES = 300;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noRequestBreaksAPromise(boolean tokens) throws Exception {
    Path corpus =
        Files.createDirectories(Path.of("target/fuzz", tokens ? "with-tokens" : "without-tokens"))
            .toAbsolutePath();
    unpack("src/test/fuzz/corpus.zip", corpus.getParent());
    Path log = corpus.resolveSibling(corpus.getFileName() + ".log");
    List<String> command = new ArrayList<>();
    command.add(Jdk.command("java"));
    command.add("-Xmx512m");
    command.add("-Dfuzz.tokens=" + tokens);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Djdk.net.hosts.file=/etc/hosts"); // No name is asked of a name server.
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + TARGET);
    command.add("--instrumentation_includes=io.github.webrendezvous.**");
    command.add("--custom_hook_includes=io.github.webrendezvous.**");
    // The class that sends the requests is not under test. Jazzer's guidance through regular
    // expressions, including those of libraries, would take more than half of the time.
    command.add("--instrumentation_excludes=" + TARGET);
    command.add("--custom_hook_excludes=" + TARGET);
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks");
    command.add("-max_total_time=" + SECONDS);
    command.add("-max_len=2000");
    command.add("-timeout=150"); // More than a request and a reset may take.
    command.add("-rss_limit_mb=0");
    command.add(corpus.toString());
    Process fuzzer =
        new ProcessBuilder(command)
            .directory(corpus.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended =
          fuzzer.waitFor(Long.parseLong(SECONDS) + MOST_SECONDS_BESIDES, TimeUnit.SECONDS);
      assertThat(ended).as("ends in time").isTrue();
    } finally {
      fuzzer.destroyForcibly();
    }
    String said = Files.readString(log);
    assertThat(fuzzer.exitValue()).as(finding(said)).isZero();
    assertThat(said).contains("Done ");
  }

  /**
   * What the fuzzer said of a finding, which includes the bytes of the input; if it said nothing,
   * the end of what it wrote. Without the thousands of lines about its own start, between which a
   * report loses it.
   */
  private static String finding(String said) {
    List<String> lines =
        said.lines().filter(line -> !ABOUT_ITSELF.matcher(line).lookingAt()).toList();
    List<String> finding =
        lines.stream().dropWhile(line -> !FINDING.matcher(line).lookingAt()).toList();
    List<String> told =
        finding.isEmpty()
            ? lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())
            : finding;
    return told.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
  }

  private static void unpack(String archive, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(archive)) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
