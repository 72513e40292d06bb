package dev.dragoman.provider.converse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.ConverseRules;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.RandomSessions;
import dev.dragoman.wire.UpstreamRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client asks for, Bedrock is asked in a way that the model takes. */
class ConverseRandomRequestsTest {
  private static final List<String> MODELS =
      List.of(
          "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
          "us.anthropic.claude-opus-4-6-v1",
          "us.amazon.nova-2-lite-v1:0",
          "us.amazon.nova-pro-v1:0",
          "us.meta.llama4-maverick-17b-instruct-v1:0",
          "mistral.mistral-large-3-675b-instruct",
          "openai.gpt-oss-120b-1:0",
          "us.deepseek.r1-v1:0",
          "qwen.qwen3-32b-v1:0");

  private final ConverseProvider provider = new ConverseProvider(new ModelCatalogue());

  @Test
  void everyRequestIsOneThatBedrockTakes() {
    int taken = 0;
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      String model = MODELS.get(random.nextInt(MODELS.size()));
      Deployment target =
          Deployment.of("m", "bedrock", "converse/" + model)
              .withDefaults(Map.of("modify_params", RawJson.of("true")));
      List<String> signatures =
          List.of(
              "",
              "EqQBCkYICxgCKkA=",
              "dragoman1.chat.gpt-5.00000000.gAAAAB",
              provider.provenance(target).wrap("AAAA"));
      ObjectNode json = RandomSessions.next(random, signatures);
      blank(random, json);
      json = inBase64(json);
      if (random.nextInt(8) == 0) {
        json.putArray("tools")
            .addObject()
            .put("type", "tool_search_tool_regex_20251119")
            .put("name", "tool_search_tool_regex");
      }
      if (json.at("/thinking/type").asString("").equals("enabled")) {
        json.put("max_tokens", 10_000);
      }
      UpstreamRequest sent;
      try {
        MessagesRequest request = RequestReader.read(JsonMapper.shared().writeValueAsBytes(json));
        sent = provider.encode(request, target).request();
      } catch (ApiException e) {
        assertEquals(400, e.error().status());
        continue;
      }
      taken++;
      List<String> violations =
          ConverseRules.check(
              model,
              sent.uri().getRawPath().replaceFirst(".*/", ""),
              JsonMapper.shared().readTree(sent.body()));
      if (!violations.isEmpty()) {
        found.add("seed " + seed + " " + model + " " + violations);
      }
    }
    assertEquals(List.of(), found);
    assertTrue(taken > 900, "taken " + taken);
  }

  /** A search over no tools is left out, and with it what was to be chosen. */
  @Test
  void aChoiceIsSaidBesideToolsOnly() {
    String request =
        "{'model':'m','max_tokens':9,'tools':[{'type':'tool_search_tool_regex_20251119',"
            + "'name':'tool_search_tool_regex'}],'tool_choice':{'type':'none'},"
            + "'messages':[{'role':'user','content':'x'}]}";
    MessagesRequest read = RequestReader.read(request.replace('\'', '"').getBytes(UTF_8));
    Deployment target = Deployment.of("m", "bedrock", "converse/" + MODELS.getFirst());
    String sent = new String(provider.encode(read, target).request().body(), UTF_8);
    assertFalse(sent.contains("tool_choice"), sent);
  }

  /** The same with images that Bedrock can be given. */
  private static ObjectNode inBase64(ObjectNode request) {
    String sent =
        request
            .toString()
            .replace(
                "{\"type\":\"url\",\"url\":\"https://x.test/a.png\"}",
                "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}");
    return (ObjectNode) JsonMapper.shared().readTree(sent);
  }

  /** Claude's own API refuses blank texts, but other models say them. */
  private static void blank(Random random, ObjectNode request) {
    for (JsonNode message : request.path("messages")) {
      if (message.path("content") instanceof ArrayNode content && random.nextInt(5) == 0) {
        int at = random.nextInt(content.size() + 1);
        content.insertObject(at).put("type", "text").put("text", random.nextBoolean() ? "" : " \n");
      }
    }
  }
}
