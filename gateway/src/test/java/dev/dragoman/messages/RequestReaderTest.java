package dev.dragoman.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
  @Test
  void aRequestWithEveryField() {
    MessagesRequest request =
        read(
            """
            {"model": "m", "max_tokens": 32000, "stream": true,
             "system": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}],
             "messages": [{"role": "user", "content": "hi"},
               {"role": "assistant", "content": [{"type": "text", "text": "yes"}]},
               {"role": "system", "content": "now"}],
             "tools": [
               {"name": "a", "description": "d", "input_schema": {"type": "object"},
                "defer_loading": true, "strict": true,
                "cache_control": {"type": "ephemeral", "ttl": "1h"}},
               {"type": "custom", "name": "b", "input_schema": {}},
               {"type": "web_search_20250305", "name": "web_search", "max_uses": 5}],
             "tool_choice": {"type": "tool", "name": "a", "disable_parallel_tool_use": true},
             "thinking": {"type": "enabled", "budget_tokens": 1024},
             "output_config": {"effort": "high",
               "format": {"type": "json_schema", "schema": {"type": "object"}}},
             "stop_sequences": ["x", "y"], "temperature": 0.5, "top_p": 1, "top_k": 40,
             "metadata": {"user_id": "u"}, "service_tier": "auto",
             "context_management": {"edits": []}}
            """);
    assertEquals("m", request.model());
    assertEquals(32000, request.maxTokens());
    assertTrue(request.stream());
    assertEquals(
        List.of(new ContentBlock.Text("s", null, new CacheControl(null))), request.system());
    assertEquals(
        List.of(
            new Message(Message.Role.USER, List.of(new ContentBlock.Text("hi"))),
            new Message(Message.Role.ASSISTANT, List.of(new ContentBlock.Text("yes"))),
            new Message(Message.Role.SYSTEM, List.of(new ContentBlock.Text("now")))),
        request.messages());
    assertEquals(
        List.of(
            new Tool.Custom(
                "a", "d", RawJson.of("{\"type\": \"object\"}"), true, true, new CacheControl("1h")),
            new Tool.Custom("b", null, RawJson.of("{}"), false, null, null),
            new Tool.Hosted(
                "web_search_20250305",
                "web_search",
                RawJson.of(
                    "{\"type\": \"web_search_20250305\", \"name\": \"web_search\", \"max_uses\":"
                        + " 5}"),
                false)),
        request.tools());
    assertEquals(new ToolChoice(ToolChoice.Mode.TOOL, "a", true), request.toolChoice());
    assertEquals(new ThinkingConfig.Enabled(1024), request.thinking());
    assertEquals("high", request.effort());
    assertEquals(new OutputFormat(RawJson.of("{\"type\": \"object\"}")), request.outputFormat());
    assertEquals(List.of("x", "y"), request.stopSequences());
    assertEquals(0.5, request.temperature());
    assertEquals(1.0, request.topP());
    assertEquals(40, request.topK());
    assertEquals("u", request.userId());
    assertEquals("auto", request.serviceTier());
    assertEquals(RawJson.of("{\"edits\": []}"), request.contextManagement());
    assertEquals(List.of(), request.unknown());
  }

  @Test
  void everyKindOfBlock() {
    String json =
        """
        [{"type": "text", "text": "t", "citations": [{"a": 1}]},
         {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "QQ=="}},
         {"type": "image", "source": {"type": "url", "url": "https://x.test/a.png"}},
         {"type": "image", "source": {"type": "file", "file_id": "f"}},
         {"type": "document", "title": "t", "context": "c", "citations": {"enabled": true},
          "source": {"type": "text", "media_type": "text/plain", "data": "d"}},
         {"type": "document", "source": {"type": "content", "content": [
           {"type": "text", "text": "in"}]}},
         {"type": "tool_result", "tool_use_id": "i", "is_error": true, "content": [
           {"type": "text", "text": "r"}, {"type": "tool_reference", "tool_name": "n"}]},
         {"type": "tool_result", "tool_use_id": "j", "content": "plain"},
         {"type": "tool_result", "tool_use_id": "k"},
         {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {"query": "q"}},
         {"type": "web_search_tool_result", "tool_use_id": "s", "content": [{"url": "u"}]},
         {"type": "container_upload", "file_id": "f", "more": {"a": {"b": []}}, "last": 1}]
        """;
    List<ContentBlock> blocks = blocks("user", json);
    assertEquals(
        List.of(
            new ContentBlock.Text("t", RawJson.of("[{\"a\": 1}]"), null),
            new ContentBlock.Image(new Source.Base64("image/png", "QQ=="), null),
            new ContentBlock.Image(new Source.Url("https://x.test/a.png"), null),
            new ContentBlock.Image(new Source.FileId("f"), null),
            new ContentBlock.Document(
                new Source.PlainText("text/plain", "d"), "t", "c", true, null),
            new ContentBlock.Document(
                new Source.Blocks(List.of(new ContentBlock.Text("in"))), null, null, false, null),
            new ContentBlock.ToolResult(
                "i",
                List.of(new ContentBlock.Text("r"), new ContentBlock.ToolReference("n")),
                true,
                null),
            new ContentBlock.ToolResult("j", List.of(new ContentBlock.Text("plain")), false, null),
            new ContentBlock.ToolResult("k", List.of(), false, null),
            new ContentBlock.ServerToolUse("s", "web_search", RawJson.of("{\"query\": \"q\"}")),
            new ContentBlock.ServerToolResult(
                "web_search_tool_result", "s", RawJson.of("[{\"url\": \"u\"}]")),
            new ContentBlock.Unknown(
                "container_upload",
                RawJson.of(
                    "{\"type\": \"container_upload\", \"file_id\": \"f\", \"more\": {\"a\":"
                        + " {\"b\": []}}, \"last\": 1}"))),
        blocks);
    assertEquals(
        List.of(
            new ContentBlock.ToolUse("i", "n", RawJson.of("{\"a\": [1]}")),
            new ContentBlock.Thinking("th", ""),
            new ContentBlock.Thinking("th", "sig"),
            new ContentBlock.RedactedThinking("d")),
        blocks(
            "assistant",
            """
            [{"type": "tool_use", "id": "i", "name": "n", "input": {"a": [1]}},
             {"type": "thinking", "thinking": "th", "signature": null},
             {"type": "thinking", "thinking": "th", "signature": "sig"},
             {"type": "redacted_thinking", "data": "d"}]
            """));
  }

  @Test
  void theTypeOfABlockMayStandAnywhere() {
    assertEquals(
        blocks("user", "[{\"type\": \"image\", \"source\": {\"type\": \"url\", \"url\": \"u\"}}]"),
        blocks("user", "[{\"source\": {\"url\": \"u\", \"type\": \"url\"}, \"type\": \"image\"}]"));
    ContentBlock.Unknown unknown =
        assertInstanceOf(
            ContentBlock.Unknown.class,
            blocks("user", "[{\"a\": {\"b\": 1}, \"type\": \"x\", \"c\": {}, \"d\": 2}]")
                .getFirst());
    assertEquals(
        "{\"a\": {\"b\": 1}, \"type\": \"x\", \"c\": {}, \"d\": 2}", unknown.raw().toString());
  }

  @Test
  void nullSaysNothing() {
    MessagesRequest request =
        read(
            """
            {"model": "m", "max_tokens": 1, "system": null, "tools": null, "tool_choice": null,
             "thinking": null, "output_config": {"effort": null, "format": null},
             "stop_sequences": null, "temperature": null, "metadata": {"user_id": null},
             "stream": null, "whatever": null, "messages": [{"role": "user", "content": [
               {"type": "text", "text": "a", "citations": null, "cache_control": null,
                "other": null},
               {"type": "tool_result", "tool_use_id": "i", "content": null, "is_error": null}]}]}
            """);
    assertEquals(List.of(), request.system());
    assertEquals(List.of(), request.tools());
    assertNull(request.toolChoice());
    assertNull(request.effort());
    assertNull(request.temperature());
    assertEquals(List.of(), request.unknown());
    assertEquals(
        List.of(
            new ContentBlock.Text("a"), new ContentBlock.ToolResult("i", List.of(), false, null)),
        request.messages().getFirst().content());
  }

  @Test
  void fieldsThatAreNotKnownAreKeptWithTheirPlaces() {
    MessagesRequest request =
        read(
            """
            {"model": "m", "max_tokens": 1, "safeguards": {"a": [1, {"b": 2}]}, "n": 1,
             "metadata": {"team": "blue"}, "thinking": {"type": "adaptive", "display": "x"},
             "output_config": {"y": 1, "format": {"type": "json_schema", "schema": {}, "z": 2}},
             "tool_choice": {"type": "auto", "w": 1},
             "tools": [{"name": "t", "input_schema": {}, "eager": true},
               {"type": "bash_20250124", "name": "bash", "whole": "kept"}],
             "system": [{"type": "text", "text": "s", "v": 1}],
             "messages": [{"role": "user", "u": 1, "content": [
               {"type": "text", "text": "a"},
               {"caller": {"type": "direct"}, "type": "tool_result", "tool_use_id": "i",
                "content": [{"type": "image", "q": 1, "source":
                  {"type": "url", "url": "u", "r": 1},
                  "cache_control": {"type": "ephemeral", "scope": "global"}}]}]}]}
            """);
    assertEquals(
        List.of(
            "safeguards = {\"a\": [1, {\"b\": 2}]}",
            "n = 1",
            "metadata.team = \"blue\"",
            "thinking.display = \"x\"",
            "output_config.y = 1",
            "output_config.format.z = 2",
            "tool_choice.w = 1",
            "tools.0.eager = true",
            "system.0.v = 1",
            "messages.0.u = 1",
            "messages.0.content.1.caller = {\"type\": \"direct\"}",
            "messages.0.content.1.content.0.q = 1",
            "messages.0.content.1.content.0.source.r = 1",
            "messages.0.content.1.content.0.cache_control.scope = \"global\""),
        request.unknown().stream().map(field -> field.path() + " = " + field.value()).toList());
    assertEquals("scope", request.unknown().getLast().name());
  }

  @Test
  void theLastOfSeveralFieldsOfOneNameCounts() {
    MessagesRequest request =
        read(
            """
            {"model": "a", "model": "b", "max_tokens": 1, "messages": [],
             "messages": [{"role": "user", "role": "assistant", "content": [
               {"type": "text", "type": {"odd": []}, "text": "1", "text": "2"}]}]}
            """
                .replace("\"messages\": [],\n", ""));
    assertEquals("b", request.model());
    assertEquals(
        new Message(Message.Role.ASSISTANT, List.of(new ContentBlock.Text("2"))),
        request.messages().getFirst());
  }

  @Test
  void halfACharacterBecomesTheReplacementCharacter() {
    assertEquals(
        List.of(new ContentBlock.Text("a\uFFFDb 🐪 \uFFFD")),
        blocks("user", "[{\"type\":\"text\",\"text\":\"a\\ud83db \\ud83d\\udc2a \\udc2a\"}]"));
  }

  @Test
  void tokensToCountNeedNoLimit() {
    MessagesRequest request =
        RequestReader.readForCounting(
            utf8("{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}"));
    assertNull(request.maxTokens());
  }

  @Test
  void aSessionOfTwoHundredKilobytesIsRead() {
    byte[] body = Sessions.long200Kilobytes();
    assertTrue(body.length > 200_000, () -> "only " + body.length);
    MessagesRequest request = RequestReader.read(body);
    assertEquals(24, request.tools().size());
    assertEquals(81, request.messages().size());
    assertEquals(body.length, request.body().length());
    assertEquals(List.of(), request.unknown());
  }

  private static List<ContentBlock> blocks(String role, String content) {
    return read("""
    {"model": "m", "max_tokens": 1, "messages": [{"role": "%s", "content": %s}]}
    """
            .formatted(role, content.strip()))
        .messages()
        .getFirst()
        .content();
  }

  private static MessagesRequest read(String json) {
    return RequestReader.read(utf8(json));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
