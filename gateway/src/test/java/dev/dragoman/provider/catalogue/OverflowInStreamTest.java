package dev.dragoman.provider.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An overflow as each dialect's providers say it: as a refusal, and under a status of 200. */
class OverflowInStreamTest {
  private static final Providers PROVIDERS = new Providers(new ModelCatalogue());
  private static final MessagesRequest REQUEST =
      RequestReader.read(
          "{\"model\": \"m\", \"max_tokens\": 9, \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}"
              .getBytes(StandardCharsets.UTF_8));

  /** Each row: provider, model, the event's name, its data; where it was read. */
  @ParameterizedTest(name = "{0}/{1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "openai | chat/gpt-4o | `` | {'error':{'message':'Your input exceeds the context window of this model.','type':'invalid_request_error','code':'context_length_exceeded'}}",
        "openrouter | some/model | `` | {'id':'x','error':{'code':400,'message':'This endpoint is too small: maximum context length is 8 tokens'},'choices':[]}",
        "openai | responses/gpt-5 | response.failed | {'type':'response.failed','response':{'id':'r','status':'failed','error':{'code':'context_length_exceeded','message':'Your input exceeds the context window of this model.'}}}",
        "openai | responses/gpt-5 | error | {'type':'error','sequence_number':2,'error':{'type':'invalid_request_error','code':'context_length_exceeded','message':'Your input exceeds the context window of this model.','param':'input'}}",
        "azure | responses/gpt-5 | response.failed | {'type':'response.failed','response':{'id':'r','status':'failed','error':{'code':'invalid_prompt','message':'prompt tokens (282061) exceed model maximum (278528) for openai.gpt-5.6-sol'}}}",
        "gemini | gemini-2.5-pro | `` | {'error':{'code':400,'message':'The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).','status':'INVALID_ARGUMENT'}}",
        "anthropic | claude-sonnet-4-5 | error | {'type':'error','error':{'type':'invalid_request_error','message':'prompt is too long: 202788 tokens > 200000 maximum'}}",
        "minimax | messages/MiniMax-M2 | error | {'type':'error','error':{'type':'invalid_request_error','message':'invalid params, context window exceeds limit (2013)'}}",
        "bedrock | anthropic.claude-3-haiku-20240307-v1:0 | validationException | {'message':'Input is too long for requested model.'}",
        "bedrock | us.amazon.nova-lite-v1:0 | validationException | {'message':'The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length.'}",
        "bedrock | us.meta.llama3-1-70b-instruct-v1:0 | validationException | {'message':'The model returned the following errors: maximum context length is 131072 tokens. Please reduce the length of the prompt'}",
        "bedrock | converse/us.anthropic.claude-sonnet-4-5-v1:0 | validationException | {'message':'The model returned the following errors: prompt is too long: 903884 tokens > 200000 maximum'}",
      })
  void isTheSameInAnthropicsWords(String name, String model, String event, String data) {
    Deployment target = Deployment.of("m", name, model);
    Provider provider = PROVIDERS.of(target);
    byte[] body = data.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    ApiError inside =
        assertThrows(ApiException.class, () -> read(provider, target, event, body)).error();
    assertTrue(UpstreamErrors.isOverflow(inside), inside::toString);
    assertEquals(400, inside.status());

    boolean enveloped = event.startsWith("response");
    if (!enveloped) {
      ApiError refused = provider.decodeError(400, Headers.EMPTY, body, target);
      assertTrue(UpstreamErrors.isOverflow(refused), refused::toString);
    }
  }

  private static void read(Provider provider, Deployment target, String event, byte[] body) {
    Translator translator = provider.translator(REQUEST, target);
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            provider.provenance(target),
            Usage.estimated(1, 0),
            new Notes(),
            told -> {});
    translator.accept(new Frame(event, body, 0, body.length), out);
    translator.end(out);
  }
}
