package dev.dragoman.provider.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.TranslatorContract;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesTranslatorTest extends TranslatorContract {
  private static final String END = "\"type\":\"response.completed\"";
  private static final String USAGE = ",\"usage\":{\"input_tokens\":10,\"output_tokens\":5}";

  private static final MessagesRequest REQUEST =
      RequestReader.read(
          """
          {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
          """
              .getBytes(StandardCharsets.UTF_8));

  @Override
  protected Translator translator() {
    return new ResponsesProvider(new ModelCatalogue())
        .translator(REQUEST, Deployment.of("m", "openai", "gpt-5"));
  }

  @Override
  protected String text() {
    return sse(delta("Hello "), delta("there"), completed(USAGE));
  }

  @Override
  protected String endOfText() {
    return END;
  }

  @Override
  protected String twoCalls() {
    return sse(
        call(0, "A"),
        call(1, "B"),
        arguments(0, "{'x'"),
        arguments(1, "{'y'"),
        arguments(0, ":1}"),
        arguments(1, ":2}"),
        completed(USAGE));
  }

  @Override
  protected String endOfCalls() {
    return END;
  }

  @Override
  protected String callWithoutInput() {
    return sse(call(0, "A"), completed(USAGE));
  }

  @Override
  protected String textWithoutUsage() {
    return sse(delta("Hello there"), completed(""));
  }

  @Override
  protected String errorInTheMiddle() {
    return sse(delta("Hello"), "{'type':'error','code':'server_error','message':'it broke'}");
  }

  @Test
  void whoMayNotHaveThinkingToldIsToldWhatToSet() {
    String body =
        """
        {"error": {"message": "Your organization must be verified to generate reasoning summaries.",
         "type": "invalid_request_error", "param": "reasoning.summary"}}
        """;
    ApiError error =
        new ResponsesProvider(new ModelCatalogue())
            .decodeError(
                400,
                Headers.EMPTY,
                body.getBytes(StandardCharsets.UTF_8),
                Deployment.of("m", "openai", "gpt-5"));
    assertTrue(error.message().endsWith("Or set reasoning_summary: none in litellm_params"));
  }

  /** As OpenAI says it where the prompt is too long: at once, but in a stream (zed 57024). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'error','sequence_number':2,'error':{'type':'invalid_request_error',"
            + "'code':'context_length_exceeded','message':'Your input exceeds the context window'}}",
        "{'type':'error','code':'context_length_exceeded','message':'Your input exceeds the context"
            + " window','param':'input'}",
        "{'type':'response.failed','response':{'status':'failed','error':{"
            + "'code':'context_length_exceeded','message':'Your input exceeds the context window'}}}"
      })
  void aPromptThatIsTooLongIsOneToCompact(String error) {
    Frame frame = Frame.of(error.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Translator translator = translator();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            new Provenance("responses", "gpt-5", "0"),
            Usage.estimated(1, 0),
            new Notes(),
            event -> {});
    ApiError said = assertThrows(ApiException.class, () -> translator.accept(frame, out)).error();
    assertEquals(ErrorType.INVALID_REQUEST, said.type());
    assertTrue(said.message().startsWith("prompt is too long"), said::message);
  }

  private static String delta(String text) {
    return "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'"
        + text
        + "'}";
  }

  private static String call(int index, String name) {
    return "{'type':'response.output_item.added','output_index':"
        + index
        + ",'item':{'type':'function_call','arguments':'','call_id':'c"
        + index
        + "','name':'"
        + name
        + "'}}";
  }

  private static String arguments(int index, String piece) {
    return "{'type':'response.function_call_arguments.delta','output_index':"
        + index
        + ",'delta':'"
        + piece.replace("'", "\\'")
        + "'}";
  }

  private static String completed(String usage) {
    return "{'type':'response.completed','response':{'object':'response','status':'completed'"
        + usage
        + "}}";
  }

  private static String sse(String... events) {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      body.append("data: ").append(event.replace('\'', '"')).append("\n\n");
    }
    return body.toString();
  }
}
