package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, kept by PayaraMicro6. */
@Tag("more-containers")
class PayaraMicro6IT extends Contract {
  PayaraMicro6IT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return PayaraMicroContainer.start("payara6.jar", deployments);
  }
}
