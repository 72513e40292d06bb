package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.fixture.upstream.VertexForm;
import dev.dragoman.local.claude.ClaudeCode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The configuration of LiteLLM's tutorial "Use Claude Code with Non-Anthropic Models". */
final class TutorialIT {
  private static final Set<String> NAMES =
      Set.of(
          "gpt-4o",
          "gpt-4o-mini",
          "gemini-3.0-flash-exp",
          "vertex-gemini-3-flash-preview",
          "anthropic-vertex",
          "azure-gpt-4");

  @TempDir private Path folder;

  @Test
  void itStartsAndListsItsModelsAndLeavesNoneUnserved() throws Exception {
    try (TutorialServers servers = new TutorialServers(folder);
        GatewayProcess gateway = servers.gateway(folder)) {
      assertFalse(gateway.greeting().contains("not served"), gateway.greeting());
      HttpResponse<String> models = Http.get(gateway.baseUrl(), "/v1/models", TutorialServers.KEY);
      Set<String> names = new TreeSet<>();
      for (JsonNode model : Http.json(models).path("data")) {
        names.add(model.path("id").stringValue());
      }
      assertEquals(NAMES, names);
    }
  }

  @Test
  void claudeCodeWorksWithEachOfItsNames() throws Exception {
    try (TutorialServers servers = new TutorialServers(folder);
        GatewayProcess gateway = servers.gateway(folder)) {
      for (String name : new TreeSet<>(NAMES)) {
        Path home = Files.createDirectories(folder.resolve(name));
        ClaudeCode.Run run =
            new ClaudeCode(gateway.baseUrl(), TutorialServers.KEY, name, home)
                .run("What is the capital of France?");
        assertFalse(run.failed(), () -> name + ": " + run.result() + gateway.log());
        assertEquals(TutorialServers.ANSWER, run.answer(), name);
      }
      servers.assertClean();
      // A third of gpt-4o's sessions is Azure's, too.
      String azure = "/v1/openai/deployments/gpt-4/chat/completions?api-version=2024-02-01";
      assertTrue(
          servers.azure.requests().stream().anyMatch(request -> request.path().equals(azure)));
      assertEquals(
          "/v1beta/models/gemini-3.0-flash-exp:streamGenerateContent?alt=sse",
          paths(servers.gemini).getLast());
      assertEquals(
          Set.of(
              TutorialServers.VERTEX
                  + "google/models/gemini-3-flash-preview:streamGenerateContent?alt=sse",
              TutorialServers.CLAUDE + ":streamRawPredict"),
          Set.copyOf(paths(servers.vertex)));
      for (Received request : servers.vertex.requests()) {
        assertEquals("Bearer " + VertexForm.TOKEN, request.header("authorization").orElseThrow());
      }
    }
  }

  private static List<String> paths(ScriptedUpstream server) {
    return server.requests().stream().map(Received::path).toList();
  }
}
