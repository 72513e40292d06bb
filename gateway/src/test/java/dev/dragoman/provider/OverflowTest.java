package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each provider's words for a request that is more than its model takes. */
class OverflowTest {
  private static final Deployment TARGET = Deployment.of("m", "openai", "gpt-4o");

  /** Each row: where the words were read (an issue at GitHub unless it says); they; ours. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stackblitz/bolt.new 2307 (Anthropic) | prompt is too long: 202788 tokens > 200000 maximum | prompt is too long: 202788 tokens > 200000 maximum",
        "docker/docker-agent 569 (Anthropic) | input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length or `max_tokens` and try again | input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length or `max_tokens` and try again",
        "strands-agents/harness-sdk 1663 (Claude at Bedrock) | The model returned the following errors: prompt is too long: 903884 tokens > 200000 maximum | prompt is too long: 903884 tokens > 200000 maximum",
        "aws-samples/bedrock-chat 95 (Claude at Bedrock) | Input is too long for requested model. | prompt is too long: Input is too long for requested model.",
        "a survey of Bedrock's wordings, code search (Nova) | The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again. | prompt is too long: The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.",
        "the same (Llama, Mistral at Bedrock) | The model returned the following errors: This model's maximum context length is 131072 tokens. Please reduce the length of the prompt | prompt is too long: The model returned the following errors: This model's maximum context length is 131072 tokens. Please reduce the length of the prompt",
        "BerriAI/litellm, tests (OpenAI's models at Bedrock) | prompt tokens (1055489) exceed model maximum (1050000) for openai.gpt-5.6 | prompt is too long: 1055489 tokens > 1050000 maximum",
        "Bedrock, older | Too many input tokens. Max input tokens: 8192, request input token count: 9000 | prompt is too long: 9000 tokens > 8192 maximum",
        "chathub-dev/chathub 126 (OpenAI) | This model's maximum context length is 4097 tokens. However, your messages resulted in 4294 tokens. Please reduce the length of the messages. | prompt is too long: 4294 tokens > 4097 maximum",
        "bytedance/deer-flow 310 (OpenAI) | This model's maximum context length is 128000 tokens. However, your messages resulted in 202868 tokens (202767 in the messages, 101 in the functions). Please reduce the length of the messages or functions. | prompt is too long: 202868 tokens > 128000 maximum",
        "cline/cline 5474 (OpenAI, Azure) | Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 289650 tokens. Please reduce the length of the messages. | prompt is too long: 289650 tokens > 272000 maximum",
        "onyx-dot-app/onyx 6051 (OpenAI, Responses) | Your input exceeds the context window of this model. Please adjust your input and try again. | prompt is too long: Your input exceeds the context window of this model. Please adjust your input and try again.",
        "openai/openai-python 485 (Azure) | This model's maximum context length is 8192 tokens. However, you requested 8218 tokens (8138 in the messages, 80 in the completion). Please reduce the length of the messages or completion. | input length and `max_tokens` exceed context limit: 8138 + 80 > 8192",
        "custom_data_gpt 2 (OpenAI, older) | This model's maximum context length is 4097 tokens, however you requested 6539 tokens (6283 in your prompt; 256 for the completion). | prompt is too long: 6283 tokens > 4097 maximum",
        "OpenAI, a message of over ten million characters | Invalid 'input[2].content[0].text': string too long. Expected a string with maximum length 10485760, but got a string with length 12000000 instead. | prompt is too long: Invalid 'input[2].content[0].text': string too long. Expected a string with maximum length 10485760, but got a string with length 12000000 instead.",
        "google-gemini/gemini-cli 4231 (AI Studio) | The input token count (3475108) exceeds the maximum number of tokens allowed (1048576). | prompt is too long: 3475108 tokens > 1048576 maximum",
        "arkavo-org/arkavo-edge 371 (AI Studio) | The input token count exceeds the maximum number of tokens allowed (1048576). | prompt is too long: The input token count exceeds the maximum number of tokens allowed (1048576).",
        "google-gemini/gemini-cli 19727 (Vertex) | Unable to submit request because the input token count is 1251952 but model only supports up to 1048576. Reduce the input token count and try again. | prompt is too long: 1251952 tokens > 1048576 maximum",
        "OpenHands/OpenHands 1902 (Groq) | Please reduce the length of the messages or completion. | prompt is too long: Please reduce the length of the messages or completion.",
        "cline/cline 5140 (Cerebras) | Please reduce the length of the messages or completion. Current length is 42328 while limit is 40000 | prompt is too long: 42328 tokens > 40000 maximum",
        "stanford-crfm/helm 2079 (Together, TGI) | Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: 2019 `inputs` tokens and 30 `max_new_tokens` | input length and `max_tokens` exceed context limit: 2019 + 30 > 2048",
        "QwenLM/Qwen3 1321 (SGLang, Together) | The input (61709 tokens) is longer than the model's context length (40960 tokens). | prompt is too long: 61709 tokens > 40960 maximum",
        "SGLang | Requested token count exceeds the model's maximum context length of 131072 tokens. You requested a total of 140000 tokens: 130000 tokens from the input messages and 10000 tokens for the completion. | input length and `max_tokens` exceed context limit: 130000 + 10000 > 131072",
        "evalstate/fast-agent 621 (DeepSeek) | This model's maximum context length is 131072 tokens. However, you requested 131134 tokens (122942 in the messages, 8192 in the completion). Please reduce the length of the messages or completion. | input length and `max_tokens` exceed context limit: 122942 + 8192 > 131072",
        "a table of wordings, code search (Mistral) | Prompt contains 140000 tokens and 0 draft tokens, too large for model with 131072 maximum context length | prompt is too long: 140000 tokens > 131072 maximum",
        "the same (xAI) | This model's maximum prompt length is 131072 but the request contains 537812 tokens. | prompt is too long: 537812 tokens > 131072 maximum",
        "refly-ai/refly 1177 (OpenRouter) | This endpoint's maximum context length is 32768 tokens. However, you requested about 42832 tokens (42832 of text input). Please reduce the length of either one, or use the 'middle-out' transform to compress your prompt automatically. | prompt is too long: 42832 tokens > 32768 maximum",
        "AIDotNet/OpenCowork 82 (vLLM) | This model's maximum context length is 262144 tokens. However, you requested 128000 output tokens and your prompt contains at least 134145 input tokens, for a total of at least 262145 tokens. | input length and `max_tokens` exceed context limit: 134145 + 128000 > 262144",
        "a survey, code search (vLLM) | This model's maximum context length is 262144 tokens. However, your request has 1000010 input tokens. Please reduce the length of the input messages. | prompt is too long: 1000010 tokens > 262144 maximum",
        "vLLM, older | The decoder prompt (length 9000) is longer than the maximum model length of 8192. | prompt is too long: The decoder prompt (length 9000) is longer than the maximum model length of 8192.",
        "fw-ai/cookbook 134 (Fireworks) | The prompt is too long: 40177, model maximum context length: 32767 | prompt is too long: 40177 tokens > 32767 maximum",
        "dyad-sh/dyad 3498 (Ollama) | prompt too long; exceeded max context length by 540451 tokens (ref: 00ad71bb) | prompt is too long: prompt too long; exceeded max context length by 540451 tokens (ref: 00ad71bb)",
        "microsoft/vscode 289219 (GitHub) | prompt token count of 1236658 exceeds the limit of 128000 | prompt is too long: 1236658 tokens > 128000 maximum",
        "lmstudio-bug-tracker 546 (LM Studio) | Trying to keep the first 111490 tokens when context the overflows. However, the model is loaded with context length of only 32768 tokens, which is not enough. | prompt is too long: 111490 tokens > 32768 maximum",
        "ValueCell-ai/ClawX 658 (oMLX) | Prompt too long: 41911 tokens exceeds max context window of 32768 tokens | prompt is too long: 41911 tokens > 32768 maximum",
        "ddalcu/mlx-serve 66 | Prompt exceeds maximum context length | prompt is too long: Prompt exceeds maximum context length",
        "charmbracelet/crush 824 (llama.cpp) | the request exceeds the available context size. try increasing the context size or enable context shift | prompt is too long: the request exceeds the available context size. try increasing the context size or enable context shift",
        "MiniMax-AI/MiniMax-M2 119 (MiniMax) | invalid params, context window exceeds limit (2013) | prompt is too long: invalid params, context window exceeds limit (2013)",
        "a table of wordings, code search (Moonshot) | Invalid request: Your request exceeded model token limit: 262144 (requested: 300000) | prompt is too long: 300000 tokens > 262144 maximum",
        "the same (DashScope) | <400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024] | prompt is too long: <400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]",
        "the same (Z.ai) | Prompt exceeds max length | prompt is too long: Prompt exceeds max length",
        "the same (Poolside) | Input length 300000 exceeds the maximum allowed input length of 262144 tokens. | prompt is too long: 300000 tokens > 262144 maximum",
      })
  void isSaidInAnthropics(String source, String said, String told) {
    ApiError refused = decode(400, error("", said));
    assertEquals("400 " + told, refused.status() + " " + refused.message());
    assertTrue(UpstreamErrors.isOverflow(refused));
    ApiError inside = UpstreamErrors.inStream("openai", frame(error("", said)));
    assertEquals("400 " + told, inside.status() + " " + inside.message());
    assertEquals(refused, UpstreamErrors.worded(refused), "once is enough");
  }

  /** Each row: what only looks like it. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | max_tokens is too large: 20000. This model supports at most 16384 completion tokens, whereas you provided 20000.",
        "400 | max_completion_tokens must be less than or equal to 40960, the maximum value for max_completion_tokens is less than the context_window for this model",
        "400 | The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.",
        "400 | Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 70 instead.",
        "400 | Invalid 'messages[3].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 50 instead.",
        "413 | Request too large for model `llama-3.1-8b-instant` on tokens per minute (TPM): Limit 6000, Requested 12328, please reduce your message size and try again.",
        "429 | Too many input tokens, please wait before trying again.",
        "400 | Too many tokens: the context window of your plan has a rate limit, please wait",
        "403 | Your plan does not include this context window.",
      })
  void whatOnlyLooksLikeItKeepsItsWords(int status, String said) {
    ApiError error = decode(status, error("", said));
    assertFalse(error.message().startsWith("prompt is too long"), error::message);
    assertFalse(error.message().startsWith("input length"), error::message);
  }

  @ParameterizedTest
  @CsvSource({
    "context_length_exceeded",
    "model_max_prompt_tokens_exceeded",
    "model_context_window_exceeded"
  })
  void aCodeAloneSaysItToo(String code) {
    assertEquals("prompt is too long: x", decode(400, error(code, "x")).message());
    ApiError inside = UpstreamErrors.inStream("openai", frame(error(code, "x")));
    assertEquals("400 prompt is too long: x", inside.status() + " " + inside.message());
  }

  @Test
  void aServerThatAnswers500SaysItToo() {
    ApiError error =
        decode(500, error("", "the request exceeds the available context size, try increasing it"));
    assertTrue(UpstreamErrors.isOverflow(error), error::message);
  }

  @Test
  void routingIsToldWhichErrorsAreOfItsKind() {
    assertTrue(UpstreamErrors.isOverflow(UpstreamErrors.tooLong(9, 8)));
    assertTrue(UpstreamErrors.isOverflow(ApiError.of(ErrorType.REQUEST_TOO_LARGE, "32 MB")));
    assertFalse(UpstreamErrors.isOverflow(ApiError.invalid("openai: bad")));
    assertFalse(
        UpstreamErrors.isOverflow(ApiError.of(ErrorType.API, "prompt is too long: 9 tokens")));
  }

  @Test
  void aWordOfMegabytesIsReadQuickly() {
    String said = "maximum context length is 5 " + "requested 9 ".repeat(5_000);
    assertTrue(decode(400, error("", said)).message().startsWith("prompt is too long"));
  }

  private static String error(String code, String said) {
    return Json.text(out -> {
      out.writeStartObject();
      out.writeObjectPropertyStart("error");
      out.writeStringProperty("message", said);
      out.writeStringProperty("code", code);
      out.writeEndObject();
      out.writeEndObject();
    });
  }

  private static Frame frame(String body) {
    return Frame.of(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ApiError decode(int status, String body) {
    return UpstreamErrors.decode(
        status, Headers.EMPTY, body.getBytes(StandardCharsets.UTF_8), TARGET);
  }
}
