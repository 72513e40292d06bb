package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.routing.RouterSettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} lists what the sources read of a deployment's settings. */
final class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/dragoman");
  private static final Pattern READ =
      Pattern.compile(
          "(?:target\\.(?:text|flag|texts)|secret\\(target,|settings\\(\\)\\.get|setting\\(target,)"
              + "[( ]*\"([a-z_]+)\"");
  private static final Pattern OF_POLICY =
      Pattern.compile("(?:dollars|read|flag|texts)\\(byName, \"((?!revision)[a-z_]+)\"");
  private static final Pattern VARIABLE =
      Pattern.compile("\"((?:AWS|AZURE|VERTEX|VERTEXAI|GEMINI|GOOGLE|ANTHROPIC)_[A-Z_]+)\"");

  /** What Azure sets for an identity, and what AWS's own chain begins with. */
  private static final Set<String> OTHERS =
      Set.of(
          "AZURE_FEDERATED_TOKEN_FILE",
          "AZURE_POD_IDENTITY_AUTHORITY_HOST",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN");

  @Test
  void everySettingThatIsReadIsKnownAndDocumented() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> read = found(READ, "provider", "exchange", "routing");
    assertTrue(read.size() > 20, read::toString);
    read.removeIf(name -> name.startsWith("vertex_ai_"));
    for (String name : read) {
      assertTrue(Known.isRead(name) && Known.parameter(name) != null, name + " is not known");
      assertTrue(page.contains("`" + name + "`"), name + " is not documented");
    }
  }

  @Test
  void everySettingOfRoutingIsDocumented() throws IOException {
    String page = Files.readString(PAGE);
    for (String name : RouterSettingsReader.NAMES) {
      assertTrue(page.contains("`" + name + "`"), name + " is not documented");
      assertTrue(Known.ROUTER_SETTINGS.contains(name) && Known.isRead("router_settings", name));
      assertTrue(Known.LITELLM_SETTINGS.contains(name) && Known.isRead("litellm_settings", name));
    }
  }

  @Test
  void everySettingOfThePolicyIsKnownAndDocumented() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> read = found(OF_POLICY, "access");
    assertEquals(7, read.size(), read::toString);
    for (String name : read) {
      boolean ofGeneral = Known.isRead("general_settings", name);
      assertTrue(ofGeneral || Known.isRead("litellm_settings", name), name + " is not read");
      assertTrue(
          (ofGeneral ? Known.GENERAL_SETTINGS : Known.LITELLM_SETTINGS).contains(name),
          name + " is not known");
      assertTrue(page.contains("`" + name + "`"), name + " is not documented");
    }
  }

  @Test
  void everyVariableOfAProviderIsDocumented() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> read = found(VARIABLE, "config", "credential");
    assertTrue(read.size() > 15, read::toString);
    read.removeIf(name -> OTHERS.contains(name) || page.contains("`" + name + "`"));
    read.removeIf(name -> name.startsWith("VERTEX_") && page.contains("`VERTEX_...`"));
    assertEquals(Set.of(), read);
  }

  private static Set<String> found(Pattern pattern, String... rooms) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String room : rooms) {
      try (var files = Files.walk(SOURCES.resolve(room))) {
        List<Path> all = files.filter(file -> file.toString().endsWith(".java")).toList();
        for (Path file : all) {
          pattern
              .matcher(Files.readString(file))
              .results()
              .forEach(match -> found.add(match.group(1)));
        }
      }
    }
    return found;
  }
}
