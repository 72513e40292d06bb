package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.search.FoundPage;
import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.UpstreamForm;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a user does with Claude Code through {@code ./dragoman}, whatever dialect the upstream
 * speaks: what arrives there is checked as its provider would.
 */
abstract class DialectScenarios {
  /** Bare, but a PDF with one page. */
  private static final String PDF =
      """
      %PDF-1.4
      1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
      2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
      trailer<</Root 1 0 R>>
      %%EOF
      """;

  @TempDir private Path folder;

  private final UpstreamForm form;

  DialectScenarios(UpstreamForm form) {
    this.form = form;
  }

  /** Whether thinking is signed, and its signature wanted back. */
  protected boolean signs() {
    return false;
  }

  /** Whether the provider searches the web itself. */
  protected boolean searches() {
    return false;
  }

  @Test
  void aTextIsShownWithItsUsage() throws Exception {
    ModelAnswer answer = ModelAnswer.of("Good morning, 🐪").tokens(1200, 1024, 30, 0);
    try (DialectScene scene = DialectScene.answering(form, folder, answer)) {
      ClaudeCode.Run run = scene.run("say good morning");
      assertEquals("Good morning, 🐪", run.answer());
      JsonNode usage = run.result().path("usage");
      assertEquals(176, usage.path("input_tokens").intValue());
      assertEquals(1024, usage.path("cache_read_input_tokens").intValue());
      assertEquals(30, usage.path("output_tokens").intValue());
      assertTrue(
          scene.heard().getFirst().texts().stream().anyMatch(t -> t.contains("say good morning")));
    }
  }

  @Test
  void aCommandRunsAndItsOutputIsFedBack() throws Exception {
    String command = DialectScene.json(Map.of("command", "echo hi > hi.txt && cat hi.txt"));
    try (DialectScene scene =
        DialectScene.answering(
            form,
            folder,
            ModelAnswer.empty().text("I run it.").call("call_bash", "Bash", command),
            ModelAnswer.of("It says hi."))) {
      assertEquals("It says hi.", scene.run("run it").answer());
      assertEquals("hi\n", Files.readString(scene.work().resolve("hi.txt")));
      Heard.Call call = scene.heard().get(1).calls().getFirst();
      assertEquals("Bash", call.name());
      assertEquals(DialectScene.node(command), call.arguments());
      assertEquals("hi", scene.result(1, 0));
    }
  }

  @Test
  void threeParallelCallsAreAllDoneAndAnswered() throws Exception {
    ModelAnswer calls = ModelAnswer.empty();
    for (String word : List.of("one", "zwei ü", "🐪")) {
      calls =
          calls.call(
              "call_" + word.length() + word.hashCode(),
              "Bash",
              DialectScene.json(Map.of("command", "echo '" + word + "'")));
    }
    try (DialectScene scene =
        DialectScene.answering(form, folder, calls, ModelAnswer.of("All said."))) {
      assertEquals("All said.", scene.run("say them").answer());
      assertEquals(3, scene.heard().get(1).calls().size());
      assertEquals(
          List.of("one", "zwei ü", "🐪"),
          List.of(scene.result(1, 0), scene.result(1, 1), scene.result(1, 2)));
    }
  }

  @Test
  void anImageThatIsReadReachesTheModel() throws Exception {
    Path image = folder.resolve("image.png");
    ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    assertReaches(image, "image/png");
  }

  @Test
  void aPdfThatIsReadReachesTheModel() throws Exception {
    Path pdf = folder.resolve("paper.pdf");
    Files.writeString(pdf, PDF, StandardCharsets.ISO_8859_1);
    assertReaches(pdf, "application/pdf");
  }

  private void assertReaches(Path file, String mediaType) throws Exception {
    String input = DialectScene.json(Map.of("file_path", file.toRealPath().toString()));
    try (DialectScene scene =
        DialectScene.answering(
            form,
            folder,
            ModelAnswer.empty().call("call_read", "Read", input),
            ModelAnswer.of("It is blank."))) {
      assertEquals("It is blank.", scene.run("what is in it?").answer());
      String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      assertEquals(List.of(new Heard.Media(mediaType, data)), scene.heard().get(1).media());
    }
  }

  @Test
  void thinkingIsShownAndItsSignatureComesBack() throws Exception {
    String command = DialectScene.json(Map.of("command", "echo thought"));
    try (DialectScene scene =
        DialectScene.answering(
            form,
            folder,
            ModelAnswer.empty()
                .thinking("Let me think.", "c2lnbmF0dXJlMQ==")
                .call("call_1", "Bash", command),
            ModelAnswer.of("Thought."))) {
      ClaudeCode.Run run = scene.run("think");
      assertEquals("Thought.", run.answer());
      assertEquals(
          "Let me think.", run.blocks("thinking").getFirst().path("thinking").asString(""));
      List<String> back = signs() ? List.of("c2lnbmF0dXJlMQ==") : List.of();
      assertEquals(back, scene.heard().get(1).signatures());
      assertEquals("thought", scene.result(1, 0));
    }
  }

  @Test
  void anAnswerOfASchemaIsStructured() throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}";
    try (DialectScene scene =
        DialectScene.start(
            form,
            folder,
            heard ->
                heard.results().isEmpty()
                    ? ModelAnswer.empty().call("call_s", "StructuredOutput", "{\"n\":42}")
                    : ModelAnswer.of("done"))) {
      ClaudeCode.Run run = scene.run("give n", "--json-schema", schema);
      assertEquals(42, run.result().path("structured_output").path("n").intValue());
      JsonNode declared = scene.schema(0, "StructuredOutput");
      assertEquals(
          DialectScene.node(schema).path("properties").path("n"),
          declared.path("properties").path("n"));
    }
  }

  @Test
  void aSubagentWorksAndItsFindingComesBack() throws Exception {
    String task =
        DialectScene.json(
            Map.of(
                "description", "look around",
                "prompt", "Find the secret word.",
                "subagent_type", "general-purpose",
                "run_in_background", false));
    try (DialectScene scene =
        DialectScene.start(
            form,
            folder,
            heard -> {
              if (heard.texts().stream().noneMatch(text -> text.contains("delegate this"))) {
                return ModelAnswer.of("The word is camel.");
              }
              String tool = heard.tools().containsKey("Agent") ? "Agent" : "Task";
              return heard.results().isEmpty()
                  ? ModelAnswer.empty().call("call_agent", tool, task)
                  : ModelAnswer.of("Found.");
            })) {
      assertEquals("Found.", scene.run("delegate this").answer());
      String found = scene.result(scene.heard().size() - 1, 0);
      assertTrue(found.contains("The word is camel."), found);
    }
  }

  /** By the provider's own search where it has one, else by the gateway's. */
  @Test
  void aSearchOfTheWebComesBackWithItsSource() throws Exception {
    FoundPage page = new FoundPage("https://camels.example/", "On camels", "They have humps.");
    try (ScriptedSearch service = ScriptedSearch.searXng(page);
        DialectScene scene =
            DialectScene.start(form, folder, service.section(), DialectScenarios::searching)) {
      assertEquals("Searched.", scene.run("search for camels").answer());
      int last = scene.heard().size() - 1;
      assertTrue(scene.result(last, 0).contains("https://camels.example/"));
      assertEquals(searches() ? List.of() : List.of("camels"), service.queries());
      service.assertClean();
    }
  }

  private static ModelAnswer searching(Heard heard) {
    String query = DialectScene.json(Map.of("query", "camels"));
    if (heard.searches()) {
      return ModelAnswer.empty()
          .search("camels", "On camels", "https://camels.example/")
          .text("They have humps.");
    }
    boolean asked = !heard.results().isEmpty();
    if (heard.tools().containsKey("web_search")) {
      return asked
          ? ModelAnswer.of("They have humps.")
          : ModelAnswer.empty().call("call_search", "web_search", query);
    }
    return asked
        ? ModelAnswer.of("Searched.")
        : ModelAnswer.empty().call("call_web", "WebSearch", query);
  }
}
