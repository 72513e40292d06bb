package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.StreamEvent.Delta;
import dev.dragoman.messages.Usage;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events that were passed on, read as the events that a translator would have made. */
final class PassedEvents {
  private PassedEvents() {}

  /** The same event, typed where it was passed on. */
  static StreamEvent typed(StreamEvent event) {
    if (!(event instanceof StreamEvent.Passed passed)) {
      return event;
    }
    JsonNode data = JsonMapper.shared().readTree(passed.data().toString());
    int index = data.path("index").asInt(-1);
    return switch (passed.name()) {
      case "message_start" ->
          new StreamEvent.MessageStart(
              data.at("/message/id").asString(),
              data.at("/message/model").asString(),
              Usage.MISSING);
      case "content_block_start" ->
          new StreamEvent.BlockStart(index, block(data.get("content_block")));
      case "content_block_delta" -> new StreamEvent.BlockDelta(index, delta(data.get("delta")));
      case "content_block_stop" -> new StreamEvent.BlockStop(index);
      case "message_delta" ->
          new StreamEvent.MessageDelta(
              StopReason.valueOf(data.at("/delta/stop_reason").asString().toUpperCase(Locale.ROOT)),
              null,
              Usage.MISSING);
      case "message_stop" -> new StreamEvent.MessageStop();
      default -> event;
    };
  }

  private static ContentBlock block(JsonNode block) {
    return switch (block.get("type").asString()) {
      case "text" -> new ContentBlock.Text("");
      case "thinking" -> new ContentBlock.Thinking("", "");
      case "tool_use" ->
          new ContentBlock.ToolUse(
              block.get("id").asString(), block.get("name").asString(), RawJson.of("{}"));
      default ->
          new ContentBlock.Unknown(block.get("type").asString(), RawJson.of(block.toString()));
    };
  }

  private static Delta delta(JsonNode delta) {
    return switch (delta.get("type").asString()) {
      case "text_delta" -> new Delta.Text(delta.get("text").asString());
      case "input_json_delta" -> new Delta.InputJson(delta.get("partial_json").asString());
      case "thinking_delta" -> new Delta.Thinking(delta.get("thinking").asString());
      case "signature_delta" -> new Delta.Signature(delta.get("signature").asString());
      default -> new Delta.Citation(RawJson.of(delta.toString()));
    };
  }
}
