package io.github.webrendezvous.contract;

import java.util.Map;

/** The contract in Payara Micro 6. */
class PayaraMicro6IT extends GlassFishContract {
  @Override
  Container begin(Map<String, Map<String, String>> deployments) throws Exception {
    return PayaraMicroContainer.start("payara6.jar", deployments);
  }
}
