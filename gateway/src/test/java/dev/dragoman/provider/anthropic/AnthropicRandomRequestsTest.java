package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.beta.messages.MessageCountTokensParams;
import dev.dragoman.fixture.upstream.AnthropicRules;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.RandomSessions;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client may ask of Claude, or have counted, each of its hosts is asked in a way that it
 * takes.
 */
class AnthropicRandomRequestsTest {
  private final AnthropicProvider provider = new AnthropicProvider(new ModelCatalogue());

  @Test
  void everyRequestIsOneThatItsHostTakes() throws IOException {
    int taken = 0;
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      AnthropicRules.Host host =
          AnthropicRules.Host.values()[random.nextInt(AnthropicRules.Host.values().length)];
      Deployment target = at(host, random.nextBoolean() ? "claude-opus-4-8" : "claude-opus-4-6");
      List<String> signatures =
          List.of(
              "",
              "EqQBCkYICxgCKkA=",
              "dragoman1.chat.gpt-5.00000000.gAAAAB",
              provider.provenance(target).wrap("AAAA"));
      ObjectNode json = RandomSessions.next(random, signatures);
      fit(json);
      MessagesRequest request = RequestReader.read(JsonMapper.shared().writeValueAsBytes(json));
      UpstreamRequest sent;
      try {
        sent = provider.encode(request, target).request();
      } catch (ApiException e) {
        assertEquals(400, e.error().status());
        continue;
      }
      taken++;
      JsonNode body = JsonMapper.shared().readTree(sent.body());
      List<String> betas = new ArrayList<>();
      String list = sent.headers().first("anthropic-beta");
      if (list != null) {
        betas.addAll(Arrays.asList(list.split(",")));
      }
      body.path("anthropic_beta").forEach(beta -> betas.add(beta.stringValue()));
      List<String> violations = AnthropicRules.check(host, body, betas);
      if (!violations.isEmpty()) {
        found.add("seed " + seed + " " + target.upstreamModel() + " " + host + " " + violations);
      }
      Provider.Counting counting = provider.counting(target);
      if (counting != null && host != AnthropicRules.Host.BEDROCK) {
        assertCounted(counting.encode(request).request().body(), "seed " + seed + " " + host);
      }
    }
    assertEquals(List.of(), found);
    assertTrue(taken > 900, "taken " + taken);
  }

  private static void assertCounted(byte[] sent, String round) throws IOException {
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(sent);
    json.remove("anthropic_version");
    MessageCountTokensParams.Body body =
        ObjectMappers.jsonMapper()
            .readValue(json.toString(), MessageCountTokensParams.Body.class)
            .validate();
    assertEquals(Map.of(), body._additionalProperties(), round);
  }

  /** What passes as it is must be right as it is. */
  private static void fit(ObjectNode request) {
    List<String> waiting = new ArrayList<>();
    for (JsonNode tool : request.path("tools")) {
      ObjectNode each = (ObjectNode) tool;
      String name = each.path("name").stringValue().replaceAll("[^a-zA-Z0-9_-]", "_");
      each.put("name", name);
      each.set("input_schema", JsonMapper.shared().readTree("{\"type\":\"object\"}"));
      if (each.has("defer_loading")) {
        waiting.add(name);
      }
    }
    if (!waiting.isEmpty() && waiting.size() == request.path("tools").size()) {
      ((ObjectNode) request.path("tools").get(0)).remove("defer_loading");
    }
    for (JsonNode message : request.path("messages")) {
      if (message.path("content") instanceof ArrayNode content && content.isEmpty()) {
        content.addObject().put("type", "text").put("text", "so");
      }
    }
    names(request.path("messages"));
    names(request.path("tool_choice"));
    if (request.at("/thinking/type").asString("").equals("enabled")) {
      request.remove("temperature");
      request.put("max_tokens", 10_000);
    }
  }

  private static void names(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String field : List.of("name", "tool_name")) {
        if (object.has(field)) {
          String name = object.path(field).stringValue();
          object.put(field, name.replaceAll("[^a-zA-Z0-9_-]", "_"));
        }
      }
    }
    node.forEach(AnthropicRandomRequestsTest::names);
  }

  private static Deployment at(AnthropicRules.Host host, String model) {
    return switch (host) {
      case ANTHROPIC -> Deployment.of("m", "anthropic", model);
      case AZURE -> Deployment.of("m", "azure_ai", model).at("https://r.test", null);
      case VERTEX ->
          Deployment.of("m", "vertex_ai", model)
              .withDefaults(
                  Map.of(
                      "vertex_project",
                      RawJson.of("\"p-1\""),
                      "vertex_location",
                      RawJson.of("\"us-east5\"")));
      case BEDROCK -> Deployment.of("m", "bedrock", "us.anthropic." + model);
      case BEDROCK_MESSAGES -> Deployment.of("m", "bedrock", "messages/anthropic." + model);
      case OTHER ->
          Deployment.of("m", "deepseek", "messages/deepseek-v4-pro").at("https://x.test", null);
    };
  }
}
