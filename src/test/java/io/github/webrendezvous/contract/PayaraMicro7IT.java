package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, kept by PayaraMicro7. */
@Tag("more-containers")
class PayaraMicro7IT extends Contract {
  PayaraMicro7IT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return PayaraMicroContainer.start("payara7.jar", deployments);
  }
}
