package dev.dragoman.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.StreamEvent.BlockDelta;
import dev.dragoman.messages.StreamEvent.BlockStart;
import dev.dragoman.messages.StreamEvent.BlockStop;
import dev.dragoman.messages.StreamEvent.Delta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Usage USAGE =
      new Usage(Usage.Origin.REPORTED, 10L, 20L, 30L, 40L, 50L, 15L, null);

  /** An answer with every kind of block and delta. */
  private static List<StreamEvent> answer() {
    List<StreamEvent> events = new ArrayList<>();
    events.add(new StreamEvent.MessageStart("msg_1", "gpt-4o", Usage.estimated(9, 0)));
    events.add(new StreamEvent.Ping());
    block(
        events,
        new ContentBlock.Thinking("", ""),
        new Delta.Thinking("let me "),
        new Delta.Thinking("see"),
        new Delta.Signature("si"),
        new Delta.Signature("gn"));
    block(events, new ContentBlock.RedactedThinking("xx"));
    block(
        events,
        new ContentBlock.Text(""),
        new Delta.Text("Grüße "),
        new Delta.Citation(CITATION),
        new Delta.Text("🐪"));
    block(
        events,
        new ContentBlock.ToolUse("toolu_1", "Bash", RawJson.of("{}")),
        new Delta.InputJson("{\"a\""),
        new Delta.InputJson(":[1]}"));
    block(
        events,
        new ContentBlock.ToolUse("toolu_2", "Now", RawJson.of("{}")),
        new Delta.InputJson("{}"));
    block(
        events,
        new ContentBlock.ServerToolUse("srvtoolu_1", "web_search", RawJson.of("{}")),
        new Delta.InputJson("{\"query\":\"q\"}"));
    block(
        events,
        new ContentBlock.ServerToolResult(
            "web_search_tool_result",
            "srvtoolu_1",
            RawJson.of(
                "[{\"type\":\"web_search_result\",\"url\":\"u\",\"title\":\"t\","
                    + "\"encrypted_content\":\"e\",\"page_age\":null}]")));
    events.add(new StreamEvent.MessageDelta(StopReason.TOOL_USE, null, USAGE));
    events.add(new StreamEvent.MessageStop());
    return events;
  }

  private static final RawJson CITATION =
      RawJson.of(
          "{\"type\":\"char_location\",\"cited_text\":\"c\",\"document_index\":0,"
              + "\"document_title\":null,\"start_char_index\":0,\"end_char_index\":1,"
              + "\"file_id\":null}");

  private static void block(List<StreamEvent> events, ContentBlock empty, Delta... deltas) {
    int index = (int) events.stream().filter(BlockStart.class::isInstance).count();
    events.add(new BlockStart(index, empty));
    for (Delta delta : deltas) {
      events.add(new BlockDelta(index, delta));
    }
    events.add(new BlockStop(index));
  }

  @Test
  void theEventsOfAnAnswerFoldIntoIt() {
    MessageFold fold = new MessageFold();
    answer().forEach(fold);
    assertEquals(
        new MessageResponse(
            "msg_1",
            "gpt-4o",
            List.of(
                new ContentBlock.Thinking("let me see", "sign"),
                new ContentBlock.RedactedThinking("xx"),
                new ContentBlock.Text("Grüße 🐪", RawJson.of("[" + CITATION + "]"), null),
                new ContentBlock.ToolUse("toolu_1", "Bash", RawJson.of("{\"a\":[1]}")),
                new ContentBlock.ToolUse("toolu_2", "Now", RawJson.of("{}")),
                new ContentBlock.ServerToolUse(
                    "srvtoolu_1", "web_search", RawJson.of("{\"query\":\"q\"}")),
                ((BlockStart) answer().get(answer().size() - 4)).block()),
            StopReason.TOOL_USE,
            null,
            USAGE),
        fold.message());
  }

  @Test
  void theOfficialClientReadsEveryEventAndTheAnswer() {
    for (StreamEvent event : answer()) {
      // Its union of events has no ping, and takes no server_tool_use for valid, its own neither.
      boolean unjudged =
          event instanceof StreamEvent.Ping
              || (event instanceof BlockStart start
                  && start.block() instanceof ContentBlock.ServerToolUse);
      if (!unjudged) {
        OfficialTypes.assertEvent(json(event).getBytes(StandardCharsets.UTF_8));
      }
    }
    MessageFold fold = new MessageFold();
    answer().forEach(fold);
    MessageResponse whole = fold.message();
    List<ContentBlock> judged =
        whole.content().stream()
            .filter(block -> !(block instanceof ContentBlock.ServerToolUse))
            .toList();
    MessageResponse message =
        new MessageResponse(
            whole.id(), whole.model(), judged, whole.stopReason(), null, whole.usage());
    OfficialTypes.assertMessage(Json.bytes(out -> EventWriter.write(message, out)));
  }

  @Test
  void theOfficialClientReadsEveryStopReasonAndUsageThatIsMissing() {
    for (StopReason reason : StopReason.values()) {
      StreamEvent end = new StreamEvent.MessageDelta(reason, "###", Usage.MISSING);
      OfficialTypes.assertEvent(json(end).getBytes(StandardCharsets.UTF_8));
    }
    StreamEvent start = new StreamEvent.MessageStart("msg_1", "m", Usage.MISSING);
    OfficialTypes.assertEvent(json(start).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eventsAreWrittenSo() {
    assertEquals(
        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
            + "\"role\":\"assistant\",\"model\":\"gpt-4o\",\"content\":[],\"stop_reason\":null,"
            + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":0}}}",
        json(answer().getFirst()));
    assertEquals("{\"type\":\"ping\"}", json(new StreamEvent.Ping()));
    assertEquals(
        "{\"type\":\"content_block_delta\",\"index\":3,\"delta\":{\"type\":\"input_json_delta\","
            + "\"partial_json\":\"{\\\"a\\\"\"}}",
        json(new BlockDelta(3, new Delta.InputJson("{\"a\""))));
    assertEquals("{\"type\":\"content_block_stop\",\"index\":0}", json(new BlockStop(0)));
    assertEquals(
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"stop_sequence\","
            + "\"stop_sequence\":\"###\"},\"usage\":{\"input_tokens\":10,"
            + "\"cache_creation_input_tokens\":90,\"cache_creation\":{"
            + "\"ephemeral_5m_input_tokens\":40,\"ephemeral_1h_input_tokens\":50},"
            + "\"cache_read_input_tokens\":30,\"output_tokens\":20,"
            + "\"output_tokens_details\":{\"thinking_tokens\":15}}}",
        json(new StreamEvent.MessageDelta(StopReason.STOP_SEQUENCE, "###", USAGE)));
    assertEquals("{\"type\":\"message_stop\"}", json(new StreamEvent.MessageStop()));
    assertEquals(
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"},"
            + "\"request_id\":\"req_1\"}",
        json(new StreamEvent.Failed(ApiError.of(ErrorType.OVERLOADED, "busy"))));
  }

  @Test
  void anAnswerThatDidNotEndIsNone() {
    List<StreamEvent> events = answer();
    for (int n = 0; n < events.size(); n++) {
      MessageFold fold = new MessageFold();
      events.subList(0, n).forEach(fold);
      assertThrows(IllegalStateException.class, fold::message);
    }
  }

  @Test
  void anErrorInTheStreamIsTheFoldsOwn() {
    MessageFold fold = new MessageFold();
    StreamEvent failed = new StreamEvent.Failed(ApiError.of(ErrorType.OVERLOADED, "busy"));
    ApiException thrown = assertThrows(ApiException.class, () -> fold.accept(failed));
    assertEquals(ErrorType.OVERLOADED, thrown.error().type());
  }

  @Test
  void inputThatIsNoJsonObjectCannotBeFolded() {
    for (String input : List.of("{\"a\":", "{\"a\":1}}", "[]", "nothing", "{} {}", "{\"a\":nan}")) {
      MessageFold fold = new MessageFold();
      fold.accept(new StreamEvent.MessageStart("msg_1", "m", Usage.MISSING));
      fold.accept(new BlockStart(0, new ContentBlock.ToolUse("i", "n", RawJson.of("{}"))));
      fold.accept(new BlockDelta(0, new Delta.InputJson(input)));
      ApiException thrown =
          assertThrows(ApiException.class, () -> fold.accept(new BlockStop(0)), input);
      assertEquals(ErrorType.API, thrown.error().type());
    }
  }

  private static String json(StreamEvent event) {
    return Json.text(out -> EventWriter.write(event, "req_1", out));
  }
}
