package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract in the standalone image, and its own promises. */
class StandaloneImageIT extends ImageContract {
  private static final String FOLDER = "/opt/web-rendezvous";

  StandaloneImageIT() {
    super(Docker.Image.STANDALONE);
  }

  @Override
  boolean isOfTheStart(String line) {
    return line.contains("listening on port");
  }

  @Test
  void nothingIsWritten() throws Exception {
    assertThat(inImage("find " + FOLDER + " -writable -not -type l")).isEmpty();
    try (ImageContainer container =
        ImageContainer.start(image(), Map.of(), "--read-only", "--cap-drop=ALL")) {
      Client client = new Client(container.uri("/"));
      assertOk(client.send("PUT", "/abc"));
      assertThat(client.get("/", "text/html").body()).contains("</html>");
    }
  }

  /** 83 MB; 82.3 with OpenJDK 17 of Debian. */
  @Test
  void theImageAddsLittleToItsBase() throws Exception {
    assertThat(Integer.parseInt(inImage("du -sb " + FOLDER + " | cut -f1"))).isLessThan(83_000_000);
  }

  /** Otherwise the process would not report it, and take twice as long to start. */
  @Test
  void theArchiveOfClassesIsUsed() throws Exception {
    assertThat(
            Docker.run(
                "run",
                "--rm",
                "-e",
                "JDK_JAVA_OPTIONS=-Xshare:on -Xlog:class+load",
                image().tag(),
                "--version"))
        .contains("io.github.webrendezvous.launch.Main source: shared objects file");
  }

  @Test
  void flagsFollowTheNameOfTheImage() throws Exception {
    assertThat(Docker.run("run", "--rm", image().tag(), "--help")).contains("--timeout");
  }
}
