package io.github.webrendezvous.contract;

import java.util.Map;

/** The contract in Payara Micro 7. */
class PayaraMicro7IT extends GlassFishContract {
  @Override
  Container begin(Map<String, Map<String, String>> deployments) throws Exception {
    return PayaraMicroContainer.start("payara7.jar", deployments);
  }
}
