package dev.dragoman.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatRules;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.MessageResponse;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.chat.ChatProvider;
import dev.dragoman.wire.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo model as it is asked: by way of the translation. */
class DemoModelTest {
  private static final String TOOLS =
      """
      "tools": [{"name": "Bash", "input_schema": {"type": "object", "properties":
        {"command": {"type": "string"}, "timeout": {"type": "number"}}, "required": ["command"]}},
       {"name": "Pick", "input_schema": {"type": "object", "properties": {"n": {"type": "integer"},
        "l": {"type": "array", "items": {}}, "o": {"type": "object"}, "b": {"type": "boolean"},
        "u": {"type": ["string", "null"]}}, "required": ["n", "l", "o", "b", "u"]}}],
      """;

  @Test
  void itAnswersInWords() throws IOException {
    MessageResponse answer = ask("", "\"hello\"");
    assertTrue(answer.content().toString().contains("You said: \"hello\""));
    assertEquals(StopReason.END_TURN, answer.stopReason());
    assertEquals(Usage.Origin.REPORTED, answer.usage().origin());
  }

  @Test
  void itRunsWhatItIsAskedToRun() throws IOException {
    assertEquals("{\"command\":\"echo hi\"}", input(ask(TOOLS, "\"run echo hi\"")));
    assertEquals(
        "{\"command\":\"ls -l\"}", input(ask(TOOLS, "\"please use bash with `ls -l` now\"")));
  }

  @Test
  void itGivesEveryRequiredInputOfItsType() throws IOException {
    assertEquals(
        "{\"n\":1,\"l\":[],\"o\":{},\"b\":true,\"u\":\"demo\"}", input(ask(TOOLS, "\"pick one\"")));
  }

  @Test
  void itRepeatsWhatTheToolAnswered() throws IOException {
    MessageResponse answer =
        ask(
            TOOLS,
            """
            "run x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name":
             "Bash", "input": {"command": "x"}}]}, {"role": "user", "content": [{"type":
             "tool_result", "tool_use_id": "t", "content": "done"}]\
            """);
    assertTrue(answer.content().toString().contains("The tool answered: done"));
  }

  @Test
  void aLongTextIsNotCutWithinACharacter() throws IOException {
    MessageResponse answer = ask("", "\"x" + "🐪".repeat(300) + "\"");
    assertTrue(answer.content().toString().contains("x" + "🐪".repeat(199) + "..."));
  }

  private static String input(MessageResponse answer) {
    assertEquals(StopReason.TOOL_USE, answer.stopReason());
    assertEquals(1, answer.content().size());
    return answer.content().getFirst() instanceof ContentBlock.ToolUse use
        ? use.input().toString()
        : "";
  }

  private static MessageResponse ask(String tools, String content) throws IOException {
    String json =
        "{\"model\": \"demo\", \"max_tokens\": 100, "
            + tools
            + "\"messages\": [{\"role\": \"user\", \"content\": "
            + content
            + "}]}";
    MessagesRequest request = RequestReader.read(json.getBytes(StandardCharsets.UTF_8));
    Deployment target = DemoModel.deployments().getFirst();
    ChatProvider provider = new ChatProvider(new ModelCatalogue());
    byte[] body = provider.encode(request, target).request().body();
    assertEquals(List.of(), ChatRules.openAi().check(sent(body)));

    MessageFold fold = new MessageFold();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "demo",
            new Provenance("chat", "m", "0"),
            Usage.estimated(1, 0),
            new Notes(),
            fold);
    Translator translator = provider.translator(request, target);
    SseReader reader = new SseReader(1 << 20, frame -> translator.accept(frame, out));
    try (InputStream answer = DemoModel.answer(body)) {
      byte[] bytes = answer.readAllBytes();
      reader.feed(bytes, 0, bytes.length);
    }
    reader.end();
    translator.end(out);
    out.finish();
    return fold.message();
  }

  private static ChatRequest sent(byte[] body) {
    return new ChatRequest(
        "POST",
        "/v1/chat/completions",
        Map.of(
            "authorization", List.of("Bearer none"),
            "content-type", List.of("application/json")),
        body);
  }
}
