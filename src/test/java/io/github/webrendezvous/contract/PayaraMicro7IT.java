package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, kept by Payara Micro 7. */
@Tag("more-containers")
class PayaraMicro7IT extends Contract implements GlassFishCases {
  private Container container;

  PayaraMicro7IT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    container = PayaraMicroContainer.start("payara7.jar", deployments);
    return container;
  }

  @Override
  public Container container() {
    return container;
  }
}
