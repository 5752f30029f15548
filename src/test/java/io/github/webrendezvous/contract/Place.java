package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.Map;

/** Where the application is deployed twice: once patient, once with a short timeout. */
interface Place {
  /** The timeout of the impatient deployment, in milliseconds. */
  int SHORT_TIMEOUT = 400;

  /** The settings of the impatient deployment. */
  Map<String, String> IMPATIENT = Map.of("timeout", SHORT_TIMEOUT + "ms", "maxTimeout", "25s");

  /** The deployment whose waits last half a minute. */
  Client patient();

  /** The deployment whose waits last {@link #SHORT_TIMEOUT}. */
  Client impatient();

  /** Where the patient deployment is; a slash at the end. */
  URI uri();
}
