package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.Map;

/** Where the application is deployed: patient, with a short timeout, and with little room. */
interface Deployment {
  /** The timeout of the impatient deployment, in milliseconds. */
  int SHORT_TIMEOUT = 400;

  /** The settings of the impatient deployment. */
  Map<String, String> IMPATIENT = Map.of("timeout", SHORT_TIMEOUT + "ms", "maxTimeout", "25s");

  /** How much the small deployment has room for. */
  int FEW_WAITS = 3;

  int FEW_KEYS = 10;
  int FEW_BYTES = 65_536;

  /** The settings of the small deployment. */
  Map<String, String> SMALL =
      Map.of(
          "maxWaits", Integer.toString(FEW_WAITS),
          "maxKeys", Integer.toString(FEW_KEYS),
          "maxValueBytes", Integer.toString(FEW_BYTES));

  /** The deployment that has room for little. */
  Client small();

  /** The deployment whose waits last half a minute. */
  Client patient();

  /** The deployment whose waits last {@link #SHORT_TIMEOUT}. */
  Client impatient();

  /** Where the patient deployment is; a slash at the end. */
  URI uri();
}
