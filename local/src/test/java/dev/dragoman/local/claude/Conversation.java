package dev.dragoman.local.claude;

import dev.dragoman.fixture.ChatRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages of a request as they arrived upstream. */
record Conversation(List<JsonNode> messages) {
  static Conversation in(ChatRequest request) {
    return new Conversation(request.messages());
  }

  /** A tool call with its arguments as JSON, so that their form does not matter. */
  record Call(String id, String name, JsonNode arguments) {}

  /** All tool calls, in order. */
  List<Call> calls() {
    return messages.stream()
        .flatMap(message -> message.path("tool_calls").valueStream())
        .map(call ->
            new Call(
                call.path("id").asString(""),
                call.path("function").path("name").asString(""),
                JsonMapper.shared().readTree(call.path("function").path("arguments").asString(""))))
        .toList();
  }

  /** The text of the answer to a call, without space around it. */
  String result(String id) {
    return messages.stream()
        .filter(message -> message.path("tool_call_id").asString("").equals(id))
        .map(message -> text(message.path("content")).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no result of " + id + " in " + messages));
  }

  private static String text(JsonNode content) {
    return content.isString()
        ? content.stringValue()
        : content
            .valueStream()
            .map(part -> part.path("text").asString(""))
            .collect(Collectors.joining());
  }

  /** Where the first message is whose JSON contains this; -1 if nowhere. */
  int indexOf(String json) {
    return IntStream.range(0, messages.size())
        .filter(i -> messages.get(i).toString().contains(json))
        .findFirst()
        .orElse(-1);
  }
}
