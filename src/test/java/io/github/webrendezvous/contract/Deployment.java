package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.Map;

/**
 * The deployments of the application: a patient one, one with a short timeout, and one with low
 * limits.
 */
interface Deployment {
  /** The timeout of the impatient deployment, in milliseconds. */
  int SHORT_TIMEOUT = 400;

  /** The settings of the impatient deployment. */
  Map<String, String> IMPATIENT = Map.of("timeout", SHORT_TIMEOUT + "ms", "maxTimeout", "25s");

  /** The limits of the small deployment. */
  int FEW_WAITS = 3;

  int FEW_KEYS = 10;
  int FEW_BYTES = 65_536;

  /** The settings of the small deployment. */
  Map<String, String> SMALL =
      Map.of(
          "maxWaits", Integer.toString(FEW_WAITS),
          "maxKeys", Integer.toString(FEW_KEYS),
          "maxValueBytes", Integer.toString(FEW_BYTES));

  /** The deployment with low limits. */
  Client small();

  /** The deployment whose waits last half a minute. */
  Client patient();

  /** The deployment whose waits last {@link #SHORT_TIMEOUT}. */
  Client impatient();

  /** The URL of the patient deployment, with a slash at the end. */
  URI uri();
}
