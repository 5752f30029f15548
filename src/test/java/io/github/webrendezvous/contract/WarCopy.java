package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * A copy of the WAR with other settings in its descriptor, for containers without context files.
 */
final class WarCopy {
  private WarCopy() {}

  /** Copies the WAR under the name of its context path, {@code ROOT.war} for {@code /}. */
  static Path in(Path folder, String contextPath, Map<String, String> settings) throws IOException {
    String name = contextPath.equals("/") ? "ROOT" : contextPath.substring(1);
    Path war = folder.resolve(name + ".war");
    Files.copy(Container.war(), war);
    if (!settings.isEmpty()) {
      set(war, settings);
    }
    return war;
  }

  private static void set(Path war, Map<String, String> settings) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(war)) {
      Path descriptor = files.getPath("WEB-INF/web.xml");
      String xml = Files.readString(descriptor);
      for (Map.Entry<String, String> each : settings.entrySet()) {
        String value = each.getValue().replace("&", "&amp;").replace("<", "&lt;");
        String replaced =
            xml.replaceFirst(
                "(<param-name>" + each.getKey() + "</param-name>\\s*<param-value>)[^<]*",
                "$1" + Matcher.quoteReplacement(value));
        xml =
            replaced.equals(xml)
                ? xml.replace(
                    "</web-app>",
                    "<context-param><param-name>%s</param-name><param-value>%s</param-value></context-param></web-app>"
                        .formatted(each.getKey(), value))
                : replaced;
      }
      Files.writeString(descriptor, xml);
    }
  }
}
