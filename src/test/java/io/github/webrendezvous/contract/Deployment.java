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
  Map<String, String> IMPATIENT =
      Map.of("timeout", SHORT_TIMEOUT + "ms", "maxTimeout", "25s", "pageActions", "false");

  /** The limits of the small deployment. */
  int FEW_WAITS = 3;

  int FEW_KEYS = 10;
  int FEW_BYTES = 65_536;
  int FEW_TARGETS = 2;
  int SMALL_BODY = 2_048;

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

  /** The settings of the deployment that needs tokens, with a policy for probes and limits. */
  Map<String, String> GUARDED =
      Map.ofEntries(
          Map.entry("waitToken", WAIT_TOKEN),
          Map.entry("signalToken", FORMER_SIGNAL_TOKEN + ", " + SIGNAL_TOKEN),
          Map.entry("adminToken", ADMIN_TOKEN),
          Map.entry("maxWaitsPerCaller", Integer.toString(FEW_WAITS)),
          Map.entry("maxBodyBytes", Integer.toString(SMALL_BODY)),
          Map.entry("maxTargets", Integer.toString(FEW_TARGETS)),
          Map.entry("probeAllow", "127.0.0.0/8, ::1, *.allowed.test"),
          Map.entry("probeDeny", "127.0.0.1:7, [::1]:7, localhost:8, 127.0.0.9, postgres"));

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
