package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.LoadingSession;
import dev.dragoman.provider.ModelCatalogue;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Claude caches tools, system and messages in this order, without tools that wait to be found: so
 * those of a session's requests grow at their end only, wherever in the body they stand.
 */
class AnthropicPrefixTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "anthropic/claude-opus-4-8",
        "vertex_ai/claude-opus-4-8",
        "bedrock/us.anthropic.claude-opus-4-8",
        "bedrock/messages/anthropic.claude-opus-4-8"
      })
  void eachRequestOfASessionBeginsWithTheOneBefore(String model) {
    assertGrows(model, Sessions::withTurns);
    assertGrows(model, LoadingSession::withTurns);
  }

  /** Checks 40 turns. */
  private static void assertGrows(String model, IntFunction<byte[]> session) {
    String[] name = model.split("/", 2);
    Deployment target = Deployment.of("m", name[0], name[1]);
    AnthropicProvider provider = new AnthropicProvider(new ModelCatalogue());
    String before = "";
    for (int turns = 0; turns <= 40; turns++) {
      byte[] body =
          provider.encode(RequestReader.read(session.apply(turns)), target).request().body();
      String now = prompt(JsonMapper.shared().readTree(body));
      String stripped = now.substring(0, now.length() - 2);
      int turn = turns;
      assertTrue(stripped.startsWith(before), () -> "turn " + turn + " does not go on");
      before = stripped;
    }
  }

  private static String prompt(JsonNode body) {
    ArrayNode prompt = JsonMapper.shared().createArrayNode();
    ArrayNode tools = prompt.addArray();
    for (JsonNode tool : body.path("tools")) {
      if (!tool.path("defer_loading").asBoolean(false)) {
        tools.add(tool);
      }
    }
    return prompt.add(body.path("system")).add(body.path("messages")).toString();
  }
}
