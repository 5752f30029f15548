package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract with clients, for every container and context path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KnownExceptions.class)
abstract class Contract
    implements KeyContract,
        TimeoutContract,
        TermsContract,
        SignalContract,
        LimitsContract,
        AccessContract,
        PolicyContract,
        MetricsContract,
        ProbeContract,
        SeveralContract,
        WhyContract,
        EventsContract,
        TimelineContract,
        HomeContract,
        GrammarContract,
        RefusalContract,
        RawContract,
        StalledClientContract {
  /** A context path. */
  static final String BELOW = "/tools/rendezvous";

  private final String contextPath;
  private Deployed container;
  private Client patient;
  private Client impatient;
  private Client small;
  private Client guarded;

  Contract(String contextPath) {
    this.contextPath = contextPath;
  }

  abstract Deployed start(Map<String, Map<String, String>> deployments) throws Exception;

  @BeforeAll
  void startContainer() throws Exception {
    Map<String, Map<String, String>> deployments = new LinkedHashMap<>();
    deployments.put(contextPath, Map.of());
    deployments.put("/impatient", IMPATIENT);
    deployments.put("/small", SMALL);
    deployments.put("/guarded", GUARDED);
    container = start(deployments);
    patient = new Client(uri());
    impatient = new Client(container.uri("/impatient"));
    small = new Client(container.uri("/small"));
    guarded = new Client(container.uri("/guarded"));
  }

  @AfterAll
  void stopContainer() {
    if (container != null) {
      container.close();
    }
  }

  @Override
  public final Client patient() {
    return patient;
  }

  @Override
  public final Client impatient() {
    return impatient;
  }

  @Override
  public final Client small() {
    return small;
  }

  @Override
  public final Client guarded() {
    return guarded;
  }

  @Override
  public final URI uri() {
    return container.uri(contextPath);
  }
}
