package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /health}: each deployment is asked, alone. */
class HealthTest {
  private static final Headers KEY = Headers.of("authorization", "Bearer " + Scene.KEY);

  private static Deployment mock(String name, String response) {
    return mock(name, response, Map.of());
  }

  private static Deployment mock(String name, String response, Map<String, RawJson> more) {
    return Deployment.of(name, "groq", name)
        .at("https://user:secret@groq.example/v1?key=secret", new SecretRef("secret-key"))
        .withDefaults(more)
        .withDefaults(Map.of("mock_response", RawJson.of('"' + response + '"')));
  }

  private static JsonNode health(Scene scene, String query) throws IOException {
    Recorded answer = scene.send("GET", "/health" + query, KEY);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static List<String> models(JsonNode found, String field) {
    return found.path(field).valueStream().map(each -> each.path("model").asString()).toList();
  }

  @Test
  void theWellAndTheIllAreToldApart() throws IOException {
    List<Deployment> more = List.of(mock("good", "pong"), mock("busy", "litellm.RateLimitError"));
    try (Scene scene = Scene.with(more, ChatScripts.text("pong"))) {
      JsonNode found = health(scene, "");
      assertEquals(
          List.of("groq/good", "openai/gpt-4o"),
          models(found, "healthy_endpoints").stream().sorted().toList());
      assertEquals(List.of("groq/busy"), models(found, "unhealthy_endpoints"));
      assertEquals(2, found.path("healthy_count").asInt());
      assertEquals(1, found.path("unhealthy_count").asInt());
      assertEquals(
          "rate_limit_error: groq: this is a mock rate limit error",
          found.path("unhealthy_endpoints").path(0).path("error").asString());
      assertEquals(1, scene.upstream().requests().size());
    }
  }

  @Test
  void noSecretIsShown() throws IOException {
    try (Scene scene = Scene.with(List.of(mock("good", "pong")), ChatScripts.text("pong"))) {
      String body = scene.send("GET", "/health", KEY).body();
      assertTrue(body.contains("\"api_base\":\"https://groq.example/v1\""), body);
      assertFalse(body.contains("secret") || body.contains("plain-upstream-key"), body);
    }
  }

  @Test
  void oneOrSomeCanBeAsked() throws IOException {
    Deployment good = mock("good", "pong");
    Deployment busy = mock("busy", "litellm.RateLimitError");
    try (Scene scene = Scene.with(List.of(good, busy))) {
      assertEquals(List.of("groq/good"), models(health(scene, "?model=good"), "healthy_endpoints"));
      assertEquals(
          List.of("groq/good"), models(health(scene, "?model=groq%2Fgood"), "healthy_endpoints"));
      assertEquals(
          List.of("groq/busy"),
          models(health(scene, "?model_id=" + busy.id()), "unhealthy_endpoints"));
      assertEquals(200, scene.send("GET", "/health?model=good", KEY).status());
      assertEquals(503, scene.send("GET", "/health?model=busy", KEY).status());
      assertEquals(404, scene.send("GET", "/health?model=nobody", KEY).status());
      assertEquals(0, scene.upstream().requests().size(), "nobody else is asked");
    }
  }

  @Test
  void ofTwoWithOneNameEachIsAsked() throws IOException {
    Deployment one = mock("same", "pong");
    Deployment other =
        Deployment.of("same", "mistral", "other")
            .withDefaults(Map.of("mock_response", RawJson.of("\"litellm.Timeout\"")));
    try (Scene scene = Scene.with(List.of(one, other))) {
      JsonNode found = health(scene, "?model=same");
      assertEquals(List.of("groq/same"), models(found, "healthy_endpoints"));
      assertEquals(List.of("mistral/other"), models(found, "unhealthy_endpoints"));
    }
  }

  @Test
  void whatDoesNotConverseIsNotAskedAndSaysSo() throws IOException {
    Deployment vectors = mock("vectors", "x", Map.of("mode", RawJson.of("\"embedding\"")));
    Deployment wild = mock("groq/*", "x");
    Deployment tame =
        mock("any/*", "pong", Map.of("health_check_model", RawJson.of("\"groq/llama\"")));
    try (Scene scene = Scene.with(List.of(vectors, wild, tame), ChatScripts.text("pong"))) {
      JsonNode found = health(scene, "");
      assertEquals(2, found.path("healthy_count").asInt(), found::toString);
      assertEquals(0, found.path("unhealthy_count").asInt(), found::toString);
      assertEquals(2, found.path("not_checked_count").asInt(), found::toString);
      String reasons = found.path("not_checked_endpoints").toString();
      assertTrue(reasons.contains("its mode is embedding"), reasons);
      assertTrue(reasons.contains("health_check_model"), reasons);
    }
  }

  @Test
  void whoDoesNotAnswerInTimeIsIll() throws IOException {
    Deployment slow =
        mock(
            "slow",
            "x",
            Map.of("mock_delay", RawJson.of("30"), "health_check_timeout", RawJson.of("1")));
    try (Scene scene = Scene.with(List.of(slow))) {
      JsonNode found = health(scene, "?model=slow");
      assertEquals(
          "timeout_error: no answer within 1 s",
          found.path("unhealthy_endpoints").path(0).path("error").asString());
    }
  }

  @Test
  void manyAreAsked() throws IOException {
    List<Deployment> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(mock("m" + i, "pong"));
    }
    try (Scene scene = Scene.with(many, ChatScripts.text("pong"))) {
      assertEquals(41, health(scene, "").path("healthy_count").asInt());
    }
  }

  @Test
  void itIsForTheMasterKeyOnly() throws IOException {
    try (Scene scene = Scene.with(List.of(mock("good", "pong")))) {
      assertEquals(401, scene.send("GET", "/health", Headers.EMPTY).status());
      assertEquals(401, scene.send("GET", "/health", Headers.of("x-api-key", "sk-other")).status());
      assertEquals(0, scene.upstream().requests().size());
    }
  }
}
