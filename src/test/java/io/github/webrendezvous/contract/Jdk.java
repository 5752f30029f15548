package io.github.webrendezvous.contract;

import java.nio.file.Path;

/** The JDK that runs the tests. */
public final class Jdk {
  private Jdk() {}

  /** The path of one of its commands: java, keytool. */
  public static String command(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
