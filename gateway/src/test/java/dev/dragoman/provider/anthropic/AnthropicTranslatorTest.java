package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.TranslatorContract;
import dev.dragoman.wire.SseReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnthropicTranslatorTest extends TranslatorContract {
  private static final AnthropicProvider PROVIDER = new AnthropicProvider(new ModelCatalogue());
  private static final MessagesRequest REQUEST =
      RequestReader.read(
          "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
              .getBytes(StandardCharsets.UTF_8));

  @Override
  protected Translator translator() {
    return PROVIDER.translator(REQUEST, Deployment.of("m", "anthropic", "claude-sonnet-4-5"));
  }

  @Override
  protected String text() {
    return start(",\"usage\":{\"input_tokens\":10,\"output_tokens\":1}")
        + block(0, "{\"type\":\"text\",\"text\":\"\"}", text("Hello "), text("there"))
        + end("end_turn", ",\"usage\":{\"output_tokens\":5}");
  }

  @Override
  protected String twoCalls() {
    return start("")
        + block(0, call("a", "A"), input("{\\\"x\\\""), input(":1}"))
        + block(1, call("b", "B"), input("{\\\"y\\\""), input(":2}"))
        + end("tool_use", "");
  }

  @Override
  protected String callWithoutInput() {
    return start("") + block(0, call("a", "A"), input("{}")) + end("tool_use", "");
  }

  @Override
  protected String textWithoutUsage() {
    return start("")
        + block(0, "{\"type\":\"text\",\"text\":\"\"}", text("Hello there"))
        + end("end_turn", "");
  }

  @Override
  protected String errorInTheMiddle() {
    return start("")
        + event("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"it broke\"}");
  }

  @Override
  protected String endOfText() {
    return "{\"type\":\"message_stop\"";
  }

  @Override
  protected String endOfCalls() {
    return endOfText();
  }

  @Test
  void whatBreaksOffHasUsedWhatItsStartSaysAndWhatHasComeOfIt() {
    Usage used =
        used(
            start(
                    ",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":7,\"output_tokens\":1}")
                + block(0, "{\"type\":\"text\",\"text\":\"\"}", text("Hello "), text("there")));
    assertEquals(new Usage(Usage.Origin.ESTIMATED, 10L, 3L, 7L, null, null, null, null), used);
  }

  @Test
  void anOutputThatItsEndDoesNotSayIsEstimated() {
    Usage used =
        used(
            start(",\"usage\":{\"input_tokens\":10,\"output_tokens\":1}")
                + block(0, "{\"type\":\"text\",\"text\":\"\"}", text("Hello there"))
                + end("end_turn", ""));
    assertEquals(Usage.estimated(10, 3), used);
  }

  private static Usage used(String stream) {
    Translator translator =
        PROVIDER.translator(REQUEST, Deployment.of("m", "anthropic", "claude-sonnet-4-5"));
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            PROVIDER.provenance(Deployment.of("m", "anthropic", "claude-sonnet-4-5")),
            Usage.estimated(1, 0),
            new Notes(),
            event -> {});
    SseReader reader = new SseReader(1 << 20, frame -> translator.accept(frame, out));
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    reader.feed(bytes, 0, bytes.length);
    return out.usage();
  }

  private static String start(String usage) {
    return event(
        "message_start",
        ",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"claude-sonnet-4-5\",\"content\":[]"
            + usage
            + "}");
  }

  private static String end(String reason, String usage) {
    return event("message_delta", ",\"delta\":{\"stop_reason\":\"" + reason + "\"}" + usage)
        + event("message_stop", "");
  }

  private static String block(int index, String block, String... deltas) {
    String at = ",\"index\":" + index;
    StringBuilder events =
        new StringBuilder(event("content_block_start", at + ",\"content_block\":" + block));
    for (String delta : deltas) {
      events.append(event("content_block_delta", at + ",\"delta\":" + delta));
    }
    return events.append(event("content_block_stop", at)).toString();
  }

  private static String call(String id, String name) {
    return "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":{}}";
  }

  private static String text(String text) {
    return "{\"type\":\"text_delta\",\"text\":\"" + text + "\"}";
  }

  private static String input(String json) {
    return "{\"type\":\"input_json_delta\",\"partial_json\":\"" + json + "\"}";
  }

  private static String event(String name, String fields) {
    return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + fields + "}\n\n";
  }
}
