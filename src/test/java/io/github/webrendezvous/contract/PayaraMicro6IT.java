package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, kept by Payara Micro 6. */
@Tag("more-containers")
class PayaraMicro6IT extends Contract implements GlassFishCases {
  private Container container;

  PayaraMicro6IT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    container = PayaraMicroContainer.start("payara6.jar", deployments);
    return container;
  }

  @Override
  public Container container() {
    return container;
  }
}
