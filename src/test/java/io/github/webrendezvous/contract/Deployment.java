package io.github.webrendezvous.contract;

import java.net.URI;
import java.util.Map;

/**
 * The deployments of the application: a patient one, one with a short timeout, one with low limits,
 * and one that needs tokens.
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

  String WAIT_TOKEN = "token-to-wait-0123456789";
  String FORMER_SIGNAL_TOKEN = "token-to-signal-until-yesterday";
  String SIGNAL_TOKEN = "token-to-signal-0123456789==";
  String ADMIN_TOKEN = "token-to-reset-0123456789";

  /** The settings of the deployment that needs tokens, and has a policy for probes. */
  Map<String, String> GUARDED =
      Map.of(
          "waitToken",
          WAIT_TOKEN,
          "signalToken",
          FORMER_SIGNAL_TOKEN + ", " + SIGNAL_TOKEN,
          "adminToken",
          ADMIN_TOKEN,
          "probeAllow",
          "127.0.0.0/8, ::1, *.allowed.test",
          "probeDeny",
          "127.0.0.1:7, [::1]:7, localhost:8, 127.0.0.9, postgres");

  /** The deployment that needs tokens. */
  Client guarded();

  /** The deployment with low limits. */
  Client small();

  /** The deployment whose waits last half a minute. */
  Client patient();

  /** The deployment whose waits last {@link #SHORT_TIMEOUT}. */
  Client impatient();

  /** The URL of the patient deployment, with a slash at the end. */
  URI uri();
}
