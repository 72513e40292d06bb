package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.local.GatewayProcess;
import dev.dragoman.local.Http;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the real Claude Code does with a virtual key: within its limits, and beyond them. */
final class ClaudeBudgetIT {
  @TempDir private Path folder;

  /** Claude Code with a key of its own, which is made with these fields. */
  private ClaudeCode holding(FaultScene scene, String fields) throws Exception {
    HttpResponse<String> made =
        Http.post(scene.gateway().baseUrl(), "/key/generate", GatewayProcess.KEY, fields);
    assertEquals(200, made.statusCode(), made.body());
    return new ClaudeCode(
            scene.gateway().baseUrl(),
            Http.json(made).path("key").asString(""),
            FaultScene.MODEL,
            Files.createDirectories(folder.resolve("holder")))
        .patient();
  }

  private static JsonNode told(FaultScene scene, String path) throws Exception {
    HttpResponse<String> answer = Http.get(scene.gateway().baseUrl(), path, GatewayProcess.KEY);
    assertEquals(200, answer.statusCode(), answer.body());
    return Http.json(answer);
  }

  private static ChatScript delegating(ChatRequest request) {
    if (!request.messages("user").toString().contains("delegate this")) {
      return ChatScripts.text("The word is camel.");
    }
    String task =
        DialectScene.json(
            Map.of(
                "description", "look around",
                "prompt", "Find the secret word.",
                "subagent_type", "general-purpose",
                "run_in_background", false));
    String tools = request.json().path("tools").toString();
    return request.messages("tool").isEmpty()
        ? ChatScripts.call("call_agent", tools.contains("\"Agent\"") ? "Agent" : "Task", task)
        : ChatScripts.text("Found.");
  }

  @Test
  void withinABudgetItWorksAndItsSessionSaysWhatEachAgentCost() throws Exception {
    try (ScriptedDeployment upstream = ScriptedDeployment.of(ClaudeBudgetIT::delegating);
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      ClaudeCode claude = holding(scene, "{\"max_budget\":5,\"budget_duration\":\"1d\"}");
      ClaudeCode.Run run = claude.run("delegate this");
      assertEquals("Found.", run.answer(), () -> run + scene.gateway().log());
      assertEquals(List.of(), run.told("api_retry"));

      int requests = upstream.requests().size();
      JsonNode session = told(scene, "/spend/sessions?session_id=" + run.sessionId());
      for (int i = 0; i < 50 && session.path("api_requests").asInt() < requests; i++) {
        Thread.sleep(100);
        session = told(scene, "/spend/sessions?session_id=" + run.sessionId());
      }
      assertEquals(requests, session.path("api_requests").asInt(), session::toString);
      JsonNode agents = session.path("subagents");
      assertEquals(1, agents.size(), session::toString);
      int sub = agents.path(0).path("api_requests").asInt();
      int main = session.path("main").path("api_requests").asInt();
      assertTrue(sub >= 1 && main >= 2, session::toString);
      assertEquals(requests, sub + main);
      double parts =
          session.path("main").path("spend").asDouble() + agents.path(0).path("spend").asDouble();
      assertTrue(parts > 0, session::toString);
      assertEquals(session.path("spend").asDouble(), parts, 1e-9);
      assertEquals(0, session.path("unpriced_requests").asInt());

      JsonNode key = told(scene, "/key/list?return_full_object=true").path("keys").path(0);
      assertEquals(session.path("spend").asDouble(), key.path("spend").asDouble(), 1e-9);
    }
  }

  @Test
  void withASpentBudgetItStopsAtOnceAndShowsWhoseBudgetItIs() throws Exception {
    try (ScriptedDeployment upstream = ScriptedDeployment.playing(ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      ClaudeCode claude =
          holding(scene, "{\"key_alias\":\"Ann's laptop\",\"max_budget\":1,\"spend\":1}");
      ClaudeCode.Run run = claude.run("is all well?");
      assertTrue(run.failed());
      String answer = run.answer();
      assertTrue(answer.contains("the budget of") && answer.contains("is spent: $1 of $1"), answer);
      assertTrue(answer.contains("whoever runs this gateway can raise it"), answer);
      assertEquals(List.of(), run.told("api_retry"));
      assertEquals(List.of(), upstream.requests());
      long refused =
          scene.gateway().log().lines().filter(line -> line.contains("asked nobody")).count();
      assertEquals(1, refused, () -> scene.gateway().log());
    }
  }

  @Test
  void aModelThatIsNotTheKeysIsRefusedWithThoseThatAre() throws Exception {
    try (ScriptedDeployment upstream = ScriptedDeployment.playing(ChatScripts.text("All well."));
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      ClaudeCode.Run run = holding(scene, "{\"models\":[\"another\"]}").run("is all well?");
      assertTrue(run.failed());
      String answer = run.answer();
      assertTrue(answer.contains("is not for") && answer.contains("may use: another"), answer);
      assertFalse(answer.contains("/login"), answer);
      assertEquals(List.of(), run.told("api_retry"));
      assertEquals(List.of(), upstream.requests());
    }
  }
}
