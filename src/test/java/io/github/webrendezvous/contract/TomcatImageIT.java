package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The contract in the image with Tomcat, and the promises of the image. */
class TomcatImageIT extends ImageContract {
  TomcatImageIT() {
    super(Docker.Image.TOMCAT);
  }

  @Override
  boolean isOfTheStart(String line) {
    return false; // All of its lines are events.
  }

  @Test
  void thePageNeedsNoCompiler() throws Exception {
    assertThat(
            inImage(
                "catalina.sh run >/dev/null 2>&1 & until bin/healthy 2>/dev/null; do sleep 0.2; done;"
                    + " exec 3<>/dev/tcp/127.0.0.1/8080;"
                    + " printf 'GET / HTTP/1.0\\r\\nAccept: text/html\\r\\n\\r\\n' >&3;"
                    + " grep -o '</html>' <&3; find work -type f"))
        .isEqualTo("</html>");
  }

  @Test
  void aHostThatMovesIsFound() throws Exception {
    assertThat(
            inImage(
                "echo 127.0.0.2 moving >temp/hosts;"
                    + " export RENDEZVOUS_LISTEN=127.0.0.1:8080;"
                    + " export JAVA_OPTS=-Djdk.net.hosts.file=$PWD/temp/hosts;"
                    + " catalina.sh run >/dev/null 2>&1 & until bin/healthy 2>/dev/null; do sleep 0.2; done;"
                    + " look() { exec 3<>/dev/tcp/127.0.0.1/8080;"
                    + " printf \"GET /_port/moving/8080?timeout=$1 HTTP/1.0\\r\\n\\r\\n\" >&3;"
                    + " grep -o '.\"ok\":[a-z]*' <&3; };"
                    + " look 0; echo 127.0.0.1 moving >temp/hosts; look 20"))
        .as("the JDK remembers look-ups for 30 seconds unless told otherwise")
        .isEqualTo("{\"ok\":false\n{\"ok\":true");
  }

  @Test
  void theLogIsUtf8InEveryLocale() throws Exception {
    assertThat(
            inImage(
                "export LC_ALL=C; catalina.sh run >temp/log 2>&1 &"
                    + " until bin/healthy 2>/dev/null; do sleep 0.2; done;"
                    + " exec 3<>/dev/tcp/127.0.0.1/8080;"
                    + " printf 'PUT /%%C3%%BC HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/dev/null;"
                    + " until grep -ao 'key=.*\" ' temp/log; do sleep 0.2; done"))
        .isEqualTo("key=\"/ü\"");
  }

  /** How often Tomcat loads a class with this name when it starts with this option. */
  private String timesLoaded(String name, String option) throws Exception {
    return inImage(
        "export CATALINA_OPTS='-Xlog:class+load:file=temp/classes "
            + option
            + "'; catalina.sh run >/dev/null 2>&1 &"
            + " until bin/healthy 2>/dev/null; do sleep 0.2; done;"
            + " grep -c '"
            + name
            + " ' temp/classes || true");
  }

  @Test
  void tomcatRegistersMBeansOnlyForAnAgent() throws Exception {
    String ofMBeans = "modeler.OperationInfo";
    assertThat(timesLoaded(ofMBeans, "")).isEqualTo("0");
    assertThat(timesLoaded(ofMBeans, "-Dcom.sun.management.jmxremote")).isEqualTo("1");
  }

  @Test
  void eventsAreWrittenTogether() throws Exception {
    assertThat(timesLoaded("launch.EventsTogether", "")).isEqualTo("1");
    assertThat(timesLoaded("java.util.logging.ConsoleHandler", ""))
        .as("writes each line by itself")
        .isEqualTo("0");
  }

  /** The server of {@code java -jar} is in the WAR, but not needed here. */
  @Test
  void theImageAddsLessThanTenMegabytesToItsBase() throws Exception {
    assertThat(Integer.parseInt(inImage("du -sk /opt/web-rendezvous | cut -f1")))
        .isLessThan(10_000);
    assertThat(inImage("ls webapps/ROOT")).isEqualTo("META-INF\nWEB-INF");
  }

  @Test
  void theImageIsUnprivilegedAndCannotBeWrittenTo() throws Exception {
    assertThat(inImage("ls webapps; find . -writable -not -path './work*' -not -path './temp*'"))
        .isEqualTo("ROOT");
  }
}
