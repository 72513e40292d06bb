package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.AnthropicForm;
import dev.dragoman.fixture.upstream.AnthropicScript;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.golden.Translation;
import dev.dragoman.wire.EventStreamReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claude's events in Bedrock's binary frames, whole, cut and broken off by an exception. */
class BedrockStreamTest {
  private static final ModelAnswer ANSWER =
      ModelAnswer.empty().thinking("Hm.", "c2ln").text("Hello there").call("t", "A", "{\"x\":1}");

  @Test
  void framesAreTheEventsThatTheyHold() {
    List<String> events = AnthropicScript.events(ANSWER, "m", "msg_1");
    assertEquals(events, run(frames(events)));
  }

  @Test
  void aCutAnywhereIsNoEnd() {
    List<String> events = AnthropicScript.events(ANSWER, "m", "msg_1");
    byte[] whole = frames(events);
    int lastFrame = AnthropicForm.chunk(events.getLast()).length;
    for (int length = 0; length <= whole.length - lastFrame; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(RuntimeException.class, () -> run(cut));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RATE_LIMIT",
    "serviceUnavailableException, OVERLOADED",
    "modelTimeoutException, TIMEOUT",
    "validationException, INVALID_REQUEST",
    "internalServerException, API",
    "modelStreamErrorException, API"
  })
  void anExceptionEndsTheAnswerUnderItsOwnName(String exception, ErrorType type) {
    List<String> events = AnthropicScript.events(ANSWER, "m", "msg_1").subList(0, 5);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(frames(events));
    stream.writeBytes(AnthropicForm.exception(exception, "it broke"));
    ApiException fault = assertThrows(ApiException.class, () -> run(stream.toByteArray()));
    assertEquals(type, fault.error().type());
    assertTrue(fault.error().message().contains("it broke"));
  }

  @Test
  void aPromptThatIsTooLongIsSaidInClaudesWords() {
    byte[] stream =
        AnthropicForm.exception("validationException", "Input is too long for requested model.");
    ApiException fault = assertThrows(ApiException.class, () -> run(stream));
    assertTrue(fault.error().message().startsWith("prompt is too long: "));
  }

  private static byte[] frames(List<String> events) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    events.forEach(event -> frames.writeBytes(AnthropicForm.chunk(event)));
    return frames.toByteArray();
  }

  private static List<String> run(byte[] stream) {
    Deployment target = Deployment.of("m", "bedrock", "us.anthropic.claude-opus-4-8");
    AnthropicProvider provider = new AnthropicProvider(new ModelCatalogue());
    Translator translator =
        provider.translator(
            RequestReader.read(
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                    .getBytes(StandardCharsets.UTF_8)),
            target);
    List<StreamEvent> events = new ArrayList<>();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            provider.provenance(target),
            Usage.estimated(1, 0),
            new Notes(),
            events::add);
    EventStreamReader reader =
        new EventStreamReader(1 << 20, frame -> translator.accept(frame, out));
    reader.feed(stream, 0, stream.length);
    reader.end();
    translator.end(out);
    return events.stream().map(Translation::json).toList();
  }
}
