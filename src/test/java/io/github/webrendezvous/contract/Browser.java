package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Chromium of the system, without a window. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts it; skips the test if it is not installed, unless it is required. */
  static Browser start(boolean withScripts) {
    Path browser = installed("chromium");
    Path driver = installed("chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    // In a container, the browser has no sandbox of its own, and a small /dev/shm.
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    if (!withScripts) {
      options.setExperimentalOption(
          "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Path installed(String program) {
    Path found =
        Stream.of("/usr/bin", "/usr/local/bin")
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(
        found != null || Boolean.getBoolean("browser.required"), program + " is not installed");
    assertThat(found).as(program + " is installed").isNotNull();
    return Objects.requireNonNull(found);
  }

  /** Pretends to have this width, and a theme. */
  void resize(int width, int height, String theme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  void open(String url) {
    driver.get(url);
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** The text of the page as people see it. */
  String text() {
    return waiting().until(d -> d.findElement(By.tagName("body")).getText());
  }

  String source() {
    return Objects.requireNonNull(driver.getPageSource());
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** Waits until the text of the only element meets a condition. */
  void await(String css, Predicate<String> condition) {
    await(
        () -> driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList(),
        texts -> texts.size() == 1 && condition.test(texts.get(0)),
        css);
  }

  /** Waits until no element matches. */
  void awaitNone(String css) {
    await(() -> driver.findElements(By.cssSelector(css)), List::isEmpty, css);
  }

  private <T> void await(java.util.function.Supplier<T> look, Predicate<T> condition, String what) {
    waiting().withMessage(() -> what + " in " + text()).until(d -> condition.test(look.get()));
  }

  /** Looks again if the page is replaced meanwhile, which the driver reports in several ways. */
  private FluentWait<WebDriver> waiting() {
    return new FluentWait<WebDriver>(driver)
        .withTimeout(PATIENCE)
        .pollingEvery(Duration.ofMillis(50))
        .ignoring(WebDriverException.class);
  }

  /** Clicks, also if the element has just been replaced. */
  void click(String css) {
    waiting()
        .until(
            d -> {
              d.findElement(By.cssSelector(css)).click();
              return true;
            });
  }

  private static String resource(String name) throws IOException {
    try (InputStream script = Browser.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Opens an empty page with Mermaid, for {@link #readByMermaid}. */
  void openMermaid() throws IOException {
    open("about:blank"); // Our pages allow no inline scripts.
    run(
        "const script = document.createElement('script'); script.textContent = arguments[0];"
            + " document.head.append(script);",
        resource(
            "/META-INF/resources/webjars/mermaid/%s/dist/mermaid.min.js"
                .formatted(System.getProperty("mermaid.version"))));
  }

  /** The type of a diagram as Mermaid reads it, or its error message. */
  String readByMermaid(String diagram) {
    return String.valueOf(
        driver.executeAsyncScript(
            "const done = arguments[1]; mermaid.parse(arguments[0])"
                + ".then(read => done(read.diagramType), error => done(error.message));",
            diagram));
  }

  /** What axe-core reports; empty if nothing. */
  List<?> violations() throws IOException {
    run(resource("/axe/axe.min.js"));
    return (List<?>)
        Objects.requireNonNull(
            driver.executeAsyncScript(
                "const done = arguments[0]; axe.run().then(result => done(result.violations.map("
                    + "v => v.id + ': ' + v.nodes.map(n => n.html + n.failureSummary).join())));"));
  }

  /** The messages of the console that are errors or warnings. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The URLs of all requests so far. */
  List<String> requested() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> JSON.readTree(entry.getMessage()).get("message"))
        .filter(message -> message.get("method").stringValue().equals("Network.requestWillBeSent"))
        .map(message -> message.at("/params/request/url"))
        .map(JsonNode::stringValue)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
