package dev.dragoman.provider.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatRules;
import dev.dragoman.messages.OfficialTypes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole conversations by provider, each reviewed. {@code -Dgolden.update=true} writes what comes
 * out now into the sources, to be reviewed again.
 */
class GoldenTest {
  private static final Set<String> MADE =
      Set.of("upstream.json", "notes.txt", "client.sse", "usage.json", "refusal.txt");

  static List<Golden> goldens() throws IOException, URISyntaxException {
    return Golden.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void theTranslationIsWhatWasReviewed(Golden golden) throws IOException {
    Map<String, String> made = golden.made();
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "golden files are not updated unattended");
      update(golden, made);
      return;
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Path path = golden.folder().resolve(file.getKey());
      assertEquals(Files.readString(path), file.getValue(), file.getKey());
    }
    assertEquals(made.keySet(), present(golden));
  }

  private static Set<String> present(Golden golden) throws IOException {
    Set<String> present = new HashSet<>();
    try (Stream<Path> files = Files.list(golden.folder())) {
      files.map(file -> file.getFileName().toString()).filter(MADE::contains).forEach(present::add);
    }
    return present;
  }

  private static void update(Golden golden, Map<String, String> made) throws IOException {
    Path source = Path.of("src/test/resources/golden/chat").resolve(golden.toString());
    for (String name : MADE) {
      Files.deleteIfExists(source.resolve(name));
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Files.writeString(source.resolve(file.getKey()), file.getValue());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void theProviderTakesTheRequest(Golden golden) throws IOException {
    if (Files.exists(golden.folder().resolve("refusal.txt"))) {
      return;
    }
    ChatRules rules =
        switch (golden.target().provider()) {
          case "deepseek" -> ChatRules.openAi().allowing("thinking", "messages.reasoning_content");
          case "openrouter" ->
              ChatRules.openAi().allowing("reasoning", "top_k", "messages.reasoning");
          case "together_ai", "hosted_vllm" -> ChatRules.openAi().allowing("top_k");
          default -> ChatRules.openAi();
        };
    ChatRequest request =
        new ChatRequest(
            "POST",
            "/v1/chat/completions",
            Map.of(
                "authorization", List.of("Bearer sk-test"),
                "content-type", List.of("application/json")),
            golden.upstream());
    assertEquals(List.of(), rules.check(request));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void theOfficialClientReadsTheAnswer(Golden golden) throws IOException {
    String answer = golden.made().getOrDefault("client.sse", "");
    for (String line : answer.lines().toList()) {
      if (line.startsWith("data: ") && !line.startsWith("data: {\"type\":\"error\"")) {
        OfficialTypes.assertEvent(line.substring(6).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
