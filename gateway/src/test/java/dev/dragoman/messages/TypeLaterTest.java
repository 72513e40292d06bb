package dev.dragoman.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks whose type does not stand first, as Claude Code's tool results do not. */
final class TypeLaterTest {
  @Test
  void aResultWithItsIdFirstIsReadOnTheWay() {
    assertEquals(
        new ContentBlock.ToolResult(
            "a", List.of(new ContentBlock.Text("x")), true, new CacheControl(null)),
        block(
            """
            {"tool_use_id":"a","type":"tool_result","content":"x","is_error":true,
             "cache_control":{"type":"ephemeral"}}\
            """));
  }

  @Test
  void aBlockWithItsTypeLastIsReadAgain() {
    assertEquals(
        new ContentBlock.ToolUse("a", "look", RawJson.of("{\"b\":{}}"), new CacheControl("1h")),
        block(
            """
            {"input":{"b":{}},"cache_control":{"type":"ephemeral","ttl":"1h"},"id":"a",
             "name":"look","type":"tool_use"}\
            """));
  }

  @Test
  void whatStandsBehindAnObjectStillBelongsToTheBlock() {
    assertEquals(
        new ContentBlock.Text("x", null, new CacheControl(null)),
        block("{\"cache_control\":{\"type\":\"ephemeral\"},\"type\":\"text\",\"text\":\"x\"}"));
  }

  private static ContentBlock block(String json) {
    String role = json.contains("tool_use\"") ? "assistant" : "user";
    String request =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"%s\",\"content\":[%s]}]}"
            .formatted(role, json);
    return RequestReader.read(request.getBytes(StandardCharsets.UTF_8))
        .messages()
        .getFirst()
        .content()
        .getFirst();
  }
}
