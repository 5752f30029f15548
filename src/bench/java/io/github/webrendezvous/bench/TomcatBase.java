package io.github.webrendezvous.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The base directory of a Tomcat with the configuration of the image.
 *
 * @param path the directory, which is new
 */
record TomcatBase(Path path) {
  private static final Path IMAGE = Path.of("docker/tomcat");
  private static final Path PRODUCT = Path.of("target/web-rendezvous").toAbsolutePath();

  /** What the image has on the class path of the JVM. */
  private static final Path LOG = Path.of("io/github/webrendezvous/launch/EventsTogether.class");

  /** Makes one without applications. */
  static TomcatBase create(String name) throws IOException {
    Path base = Files.createTempDirectory("tomcat-" + name);
    Path conf = Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("webapps"));
    Files.createDirectories(base.resolve("temp"));
    Path image = IMAGE.resolve("base/conf");
    for (String file : List.of("logging.properties", "java.security", "web.xml")) {
      Files.copy(image.resolve(file), conf.resolve(file));
    }
    // By default, a connection ends after 100 requests, whose cost must not be measured.
    Files.writeString(
        conf.resolve("server.xml"),
        Files.readString(image.resolve("server.xml"))
            .replace("<Connector ", "<Connector maxKeepAliveRequests='-1' "));
    String properties = "catalina.properties";
    Files.copy(home().resolve("conf").resolve(properties), conf.resolve(properties));
    Path log = base.resolve("boot").resolve(LOG);
    Files.createDirectories(log.getParent());
    Files.copy(PRODUCT.resolve(LOG), log);
    compileImageClasses(Files.createDirectories(base.resolve("lib")));
    return new TomcatBase(base);
  }

  /** The classes that server.xml of the image names. */
  private static void compileImageClasses(Path output) throws IOException {
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK is needed");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-d",
                output.toString(),
                "-cp",
                String.join(File.pathSeparator, files(home().resolve("lib"), ".jar"))));
    arguments.addAll(files(IMAGE.resolve("classes"), ".java"));
    if (compiler.run(null, System.err, System.err, arguments.toArray(String[]::new)) != 0) {
      throw new IOException("cannot compile " + IMAGE.resolve("classes"));
    }
  }

  private static List<String> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).filter(file -> file.endsWith(suffix)).toList();
    }
  }

  /** Deploys the product as the root application. */
  TomcatBase withProduct() throws IOException {
    Files.createSymbolicLink(root(), PRODUCT);
    return this;
  }

  /** Deploys a servlet as the root application. */
  TomcatBase withServlet(Class<?> servlet) throws IOException {
    String file = servlet.getName().replace('.', '/') + ".class";
    Path compiled = root().resolve("WEB-INF/classes").resolve(file);
    Files.createDirectories(compiled.getParent());
    try (InputStream bytes = servlet.getResourceAsStream("/" + file)) {
      Files.copy(Objects.requireNonNull(bytes), compiled);
    }
    return this;
  }

  private Path root() {
    return path.resolve("webapps/ROOT");
  }

  /** The arguments for {@code java} that start it. */
  String[] arguments(int port) {
    Path bin = home().resolve("bin");
    return new String[] {
      "-cp",
      String.join(
          File.pathSeparator,
          path.resolve("boot").toString(),
          bin.resolve("bootstrap.jar").toString(),
          bin.resolve("tomcat-juli.jar").toString()),
      "-Drendezvous.port=" + port,
      "-Drendezvous.address=127.0.0.1",
      "-Dcatalina.home=" + home(),
      "-Dcatalina.base=" + path,
      "-Djava.io.tmpdir=" + path.resolve("temp"),
      "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
      "-Djava.util.logging.config.file=" + path.resolve("conf/logging.properties"),
      "org.apache.catalina.startup.Bootstrap",
      "start"
    };
  }

  private static Path home() {
    return Path.of(System.getProperty("tomcat10.home"));
  }
}
