package io.github.webrendezvous.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** A server in its own process. */
final class Contestant implements Closeable {
  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final Protocol protocol;
  private final int port;
  private final ProcessHandle process;

  private Contestant(String name, Protocol protocol, IntFunction<List<String>> command)
      throws IOException {
    this(name, protocol, Map.of(), command);
  }

  private Contestant(
      String name,
      Protocol protocol,
      Map<String, String> environment,
      IntFunction<List<String>> command)
      throws IOException {
    this.name = name;
    this.protocol = protocol;
    port = freePort();
    Path log = Files.createDirectories(Path.of("target/bench")).resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command.apply(port));
    builder.environment().putAll(environment);
    builder.environment().put("RENDEZVOUS_TIMEOUT", "600");
    // The default depends on the heap, and allows for many terms.
    builder.environment().put("RENDEZVOUS_MAX_WAITS", "25000");
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().toHandle();
    awaitPort();
  }

  private Contestant(int port, ProcessHandle process) {
    this.name = "running";
    this.protocol = Protocol.HTTP;
    this.port = port;
    this.process = process;
  }

  /** A free port. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** A server that was started elsewhere. */
  static Contestant running(int port, long pid) {
    return new Contestant(port, ProcessHandle.of(pid).orElseThrow());
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          process.destroyForcibly();
          throw new IOException(name + " cannot start: see target/bench", e);
        }
        pause(5);
      }
    }
  }

  /** The product standalone. */
  static Contestant ours(String... jvm) throws IOException {
    return new Contestant("ours-jetty", Protocol.HTTP, port -> standalone(jvm, port));
  }

  /** The same as one of several nodes that share a store. */
  static Contestant stored(String node, String storeUrl, String... jvm) throws IOException {
    return new Contestant(
        "ours-" + node,
        Protocol.HTTP,
        Map.of("RENDEZVOUS_STORE_URL", storeUrl),
        port -> standalone(jvm, port));
  }

  static Contestant bareJetty(String... jvm) throws IOException {
    return new Contestant("bare-jetty", Protocol.HTTP, port -> main(jvm, BareJetty.class, port));
  }

  static Contestant bareLoop() throws IOException {
    return new Contestant(
        "bare-loop", Protocol.HTTP, port -> main(new String[] {}, BareLoop.class, port));
  }

  /** The product on a Tomcat with the configuration of the image. */
  static Contestant oursTomcat(String... jvm) throws IOException {
    return tomcat("ours-tomcat", TomcatBase.create("ours").withProduct(), jvm);
  }

  /** The bare servlet on the same Tomcat. */
  static Contestant bareTomcat(String... jvm) throws IOException {
    return tomcat("bare-tomcat", TomcatBase.create("bare").withServlet(BareServlet.class), jvm);
  }

  private static Contestant tomcat(String name, TomcatBase base, String[] jvm) throws IOException {
    return new Contestant(name, Protocol.HTTP, port -> java(jvm, base.arguments(port)));
  }

  static Contestant redis() throws IOException {
    return redis("redis", "--appendonly", "no");
  }

  /** Redis that writes each command to the disk before it answers. */
  static Contestant durableRedis() throws IOException {
    return redis(
        "redis-always",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
        "--dir",
        Files.createTempDirectory("redis").toString());
  }

  private static Contestant redis(String name, String... options) throws IOException {
    return new Contestant(
        name,
        Protocol.REDIS,
        port -> {
          List<String> command =
              new ArrayList<>(
                  List.of("redis-server", "--port", Integer.toString(port), "--save", ""));
          command.addAll(List.of(options));
          return command;
        });
  }

  /** Starts servers; those that are not installed are skipped. */
  static void addInstalled(List<Contestant> all, Startup.Start... others) {
    for (Startup.Start other : others) {
      try {
        all.add(other.run());
      } catch (IOException e) {
        System.err.println("Skipped: " + e.getMessage());
      }
    }
  }

  static Contestant etcd() throws IOException {
    Path data = Files.createTempDirectory("etcd");
    return new Contestant(
        "etcd",
        Protocol.ETCD,
        port ->
            List.of(
                "etcd",
                "--data-dir=" + data,
                "--listen-client-urls=http://127.0.0.1:" + port,
                "--advertise-client-urls=http://127.0.0.1:" + port,
                "--listen-peer-urls=http://127.0.0.1:0",
                "--log-level=error"));
  }

  private static List<String> standalone(String[] jvm, int port) {
    return java(jvm, "-jar", "target/web-rendezvous.war", "--port", Integer.toString(port));
  }

  private static List<String> java(String[] jvm, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvm));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> main(String[] jvm, Class<?> main, int port) {
    return java(
        jvm, "-cp", System.getProperty("java.class.path"), main.getName(), Integer.toString(port));
  }

  /**
   * The processor time of the process in ms, user and system; the kernel counts in steps of ten.
   */
  long cpuMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  /** Returns once it is idle. */
  void awaitQuiet() throws IOException {
    long before;
    do {
      before = cpuMillis();
      pause(100);
    } while (cpuMillis() > before + 10);
  }

  static void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  String name() {
    return name;
  }

  Protocol protocol() {
    return protocol;
  }

  long pid() {
    return process.pid();
  }

  Crowd crowd() throws IOException {
    return new Crowd(protocol, port);
  }

  /**
   * How many signals release a number of waits: Redis needs one for each, because it hands an
   * element of a list to one client only.
   */
  int signalsFor(int waiters) {
    return protocol == Protocol.REDIS ? waiters : 1;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
