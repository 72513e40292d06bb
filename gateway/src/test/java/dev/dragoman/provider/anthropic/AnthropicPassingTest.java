package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.OfficialTypes;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.golden.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What goes to a target is what the client sent, byte for byte, but for what must differ. */
class AnthropicPassingTest {
  private static final AnthropicProvider PROVIDER = new AnthropicProvider(new ModelCatalogue());

  @Test
  void onlyTheModelAndTheStreamAreReplaced() {
    String body =
        "{ \"model\" : \"m\", \"max_tokens\": 9 , \"x\": [1, 2 ],\n"
            + " \"messages\":[ {\"role\":\"user\",\"content\":\"\\u00e9 x\"} ] }";
    assertEquals(
        body.replace("\"m\"", "\"claude-sonnet-4-5\"").replaceFirst("\\{", "{\"stream\":true,"),
        sent(body, "anthropic"));
    assertEquals(
        "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\": 9,\n"
            + " \"messages\":[ {\"role\":\"user\",\"content\":\"\\u00e9 x\"} ] }",
        sent(body, "bedrock"));
  }

  @Test
  void whoTheUserIsStaysHere() {
    String sent =
        sent(
            "{\"model\":\"m\",\"max_tokens\":9,\"metadata\":{\"user_id\":\"abc\"},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            "anthropic");
    assertTrue(sent.contains("\"user_id\":\"ba7816bf8f01cfea414140de5dae2223"), sent);
  }

  @Test
  void safeguardsAreRefusedByNameWhereTheyCannotGo() {
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"safeguards\":{},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    for (String provider : List.of("vertex_ai", "bedrock")) {
      ApiException refusal = assertThrows(ApiException.class, () -> sent(body, provider));
      assertTrue(refusal.error().message().contains("safeguards"));
    }
    assertTrue(sent(body, "anthropic").contains("safeguards"));
  }

  /** As a tree does it: random conversations, of which only their own thinking may go. */
  @Test
  void thinkingOfOthersIsTakenOutAndAllElseStays() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      ObjectNode body = JsonMapper.shared().createObjectNode();
      body.put("model", "m").put("max_tokens", 9).put("stream", true);
      ArrayNode messages = body.putArray("messages");
      ObjectNode wanted = body.deepCopy().put("model", "claude-sonnet-4-5");
      ArrayNode kept = wanted.putArray("messages");
      for (int i = random.nextInt(5); i >= 0; i--) {
        ObjectNode message = messages.addObject().put("role", "assistant");
        ArrayNode content = message.putArray("content");
        ArrayNode stays = JsonMapper.shared().createArrayNode();
        for (int k = random.nextInt(4); k >= 0; k--) {
          int kind = random.nextInt(5);
          ObjectNode block = content.addObject();
          switch (kind) {
            case 0 -> block.put("type", "text").put("text", "t{\"]" + k);
            case 1 -> thought(block, "raw");
            case 2 -> thought(block, "");
            case 3 -> thought(block, "dragoman1.chat.gpt-5.0.x");
            default -> block.put("type", "redacted_thinking").put("data", "dragoman1.a.b.c.d");
          }
          if (kind <= 1) {
            stays.add(block.deepCopy());
          }
        }
        if (!stays.isEmpty()) {
          kept.addObject().put("role", "assistant").set("content", stays);
        }
      }
      String json = random.nextBoolean() ? body.toString() : body.toPrettyString();
      JsonNode sent = JsonMapper.shared().readTree(sent(json, "anthropic"));
      assertEquals(wanted, sent, json);
    }
  }

  private static void thought(ObjectNode block, String signature) {
    block.put("type", "thinking").put("thinking", "Hm").put("signature", signature);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "vertex_ai", "bedrock"})
  void eachRequestOfASessionBeginsWithTheOneBefore(String provider) {
    String before = "";
    for (int turns = 0; turns <= 30; turns++) {
      String now =
          sent(new String(Sessions.withTurns(turns), StandardCharsets.UTF_8), provider).strip();
      String end = now.replaceFirst("[\\s\\]}]*$", "");
      assertTrue(now.startsWith(before.substring(0, Math.max(0, before.length() - 4))));
      before = end;
    }
  }

  @Test
  void aWholeMessageIsStreamedAndFoldedBackToItself() {
    String message =
        "{\"id\":\"msg_9\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
            + "\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},"
            + "{\"type\":\"text\",\"text\":\"a\",\"citations\":null},"
            + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"A\",\"input\":{\"x\":[1,\"\\u00e9\"]}},"
            + "{\"type\":\"new_block\",\"deep\":{\"y\":2}}],"
            + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":5,\"server_tool_use\":null}}";
    Translation made =
        Translation.ofDocument(
            message.getBytes(StandardCharsets.UTF_8),
            PROVIDER,
            RequestReader.read(
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                    .getBytes(StandardCharsets.UTF_8)),
            Deployment.of("m", "anthropic", "claude-sonnet-4-5"));
    MessageFold fold = new MessageFold();
    List<String> names = new ArrayList<>();
    made.events()
        .forEach(event -> {
          names.add(Translation.json(event));
          fold.accept(event);
        });
    assertEquals(15, names.size(), names::toString);
    byte[] folded = Json.bytes(fold::writeTo);
    assertEquals(JsonMapper.shared().readTree(message), JsonMapper.shared().readTree(folded));
    OfficialTypes.assertMessage(
        new String(folded, StandardCharsets.UTF_8)
            .replace(",{\"type\":\"new_block\",\"deep\":{\"y\":2}}", "")
            .getBytes(StandardCharsets.UTF_8));
    assertEquals(10L, made.usage().input());
    assertEquals(5L, made.usage().output());
  }

  private static String sent(String body, String provider) {
    Encoded encoded =
        PROVIDER.encode(
            RequestReader.read(body.getBytes(StandardCharsets.UTF_8)),
            Deployment.of("m", provider, "claude-sonnet-4-5"));
    return new String(encoded.request().body(), StandardCharsets.UTF_8);
  }
}
