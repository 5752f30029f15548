package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests of which the stack or the heap overflows while they are handled. */
class BrokenRequestIT {
  /** Where the application runs. */
  enum Place {
    JETTY {
      @Override
      Container deploy(Path war) throws Exception {
        return JettyContainer.deploy(war);
      }
    },
    TOMCAT_10 {
      @Override
      Container deploy(Path war) throws Exception {
        return TomcatContainer.deploy(10, war);
      }
    },
    TOMCAT_11 {
      @Override
      Container deploy(Path war) throws Exception {
        return TomcatContainer.deploy(11, war);
      }
    };

    abstract Container deploy(Path war) throws Exception;
  }

  private static Path withFilter(Path folder) throws Exception {
    Path war = Files.copy(Container.war(), folder.resolve("ROOT.war"));
    String filter =
        "<filter><filter-name>faulty</filter-name><filter-class>%s</filter-class>"
            + "<async-supported>true</async-supported></filter>"
            + "<filter-mapping><filter-name>faulty</filter-name>"
            + "<url-pattern>/*</url-pattern></filter-mapping></web-app>";
    try (FileSystem files = FileSystems.newFileSystem(war)) {
      Path descriptor = files.getPath("WEB-INF/web.xml");
      String xml = Files.readString(descriptor);
      Files.writeString(
          descriptor, xml.replace("</web-app>", filter.formatted(FaultyFilter.class.getName())));
      Path classes =
          Files.createDirectories(
              files.getPath("WEB-INF/classes/io/github/webrendezvous/contract"));
      for (String each : new String[] {"FaultyFilter", "FaultyFilter$Faulty"}) {
        try (var compiled = FaultyFilter.class.getResourceAsStream(each + ".class")) {
          Files.copy(compiled, classes.resolve(each + ".class"));
        }
      }
    }
    return war;
  }

  /** The container answers 500 or ends the connection; the request must not hang. */
  private static void sendFaulty(Client client, String method, String fault) throws Exception {
    boolean waits = method.equals("GET");
    try {
      HttpResponse<String> answer =
          client.send(
              method,
              waits ? "/broken?timeout=20" : "/broken",
              new byte[waits ? 0 : 5],
              Map.of("X-Fault", fault));
      assertThat(answer.statusCode()).as(fault + ": " + answer.body()).isEqualTo(500);
    } catch (HttpTimeoutException e) {
      throw new AssertionError("no answer after " + fault, e);
    } catch (IOException e) {
      assertThat(e).as("the connection has ended").isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aRequestWithoutStackOrHeapHarmsNoOther(Place place, @TempDir Path folder) throws Exception {
    try (Container server = place.deploy(withFilter(folder))) {
      Client client = new Client(server.uri("/"));
      CompletableFuture<HttpResponse<String>> parked =
          client.park("GET", "/meanwhile?timeout=60", "/meanwhile");
      for (String kind : new String[] {"stack", "heap"}) {
        for (String at : FaultyFilter.PLACES) {
          for (int i = 0; i < 5; i++) {
            sendFaulty(client, at.equals("getInputStream") ? "PUT" : "GET", at + " " + kind);
          }
        }
      }
      assertThat(client.waitingAndFailed()).containsExactly("/meanwhile");
      assertThat(client.marked()).isEmpty();
      assertThat(client.send("GET", "/_metrics").body()).contains("\nrendezvous_waits 1.0\n");
      for (int i = 0; i < 20; i++) {
        CompletableFuture<HttpResponse<String>> next = client.park("GET", "/next" + i, "/next" + i);
        assertOk(client.send("PUT", "/next" + i));
        assertOk(answered(next));
      }
      assertThat(client.send("GET", "/_health/ready").statusCode()).isEqualTo(200);
      assertOk(client.send("PUT", "/meanwhile"));
      assertOk(answered(parked));
    }
  }
}
