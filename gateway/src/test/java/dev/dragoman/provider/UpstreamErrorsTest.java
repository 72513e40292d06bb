package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamErrorsTest {
  private static final Deployment TARGET = Deployment.of("m", "openai", "gpt-4o");

  /** Each row: status, body; status, type and message for the client, and whether to retry. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "400|{'error':{'message':'bad','type':'invalid_request_error'}}|400 invalid_request_error openai: bad|-",
        "422|{'detail':'bad'}|400 invalid_request_error openai: bad|-",
        "400|{'object':'error','message':'bad','type':'BadRequestError','code':400}|400 invalid_request_error openai: bad|-",
        "400|[{'error':{'code':400,'message':'bad','status':'INVALID_ARGUMENT'}}]|400 invalid_request_error openai: bad|-",
        "422|{'detail':[{'loc':['body','top_k'],'msg':'Extra inputs are not permitted'}]}|400 invalid_request_error openai: [{'loc':['body','top_k'],'msg':'Extra inputs are not permitted'}]|-",
        "422|{'object':'error','message':{'detail':[{'msg':'x'}]}}|400 invalid_request_error openai: {'detail':[{'msg':'x'}]}|-",
        "400|{'errors':[{'message':'bad','code':5006}],'success':false,'messages':[]}|400 invalid_request_error openai: bad|-",
        "400|{'error':{'message':'Failed to call a function.','type':'invalid_request_error','code':'tool_use_failed'}}|500 api_error openai: Failed to call a function.|-",
        "400|{'error':'bad'}|400 invalid_request_error openai: bad|-",
        "400|{'error':{'message':'half \\ud83d'}}|400 invalid_request_error openai: half \uFFFD|-",
        "401|{'error':{'message':'Incorrect API key provided: sk-abcd1234'}}|500 api_error openai refused the deployment's key (HTTP 401): check api_key|false",
        "403|{'error':{'message':'Country not supported'}}|500 api_error openai: Country not supported|false",
        "402|{'error':{'message':'Insufficient credits','code':402}}|500 api_error openai: Insufficient credits|false",
        "404|{'error':{'message':'The model `x` does not exist','code':'model_not_found'}}|404 not_found_error openai: The model `x` does not exist|-",
        "408|``|504 timeout_error openai: HTTP 408|-",
        "409|{'error':{'message':'conflict'}}|500 api_error openai: conflict|-",
        "413|{'error':{'message':'Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000','code':'rate_limit_exceeded'}}|413 request_too_large openai: Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000|-",
        "429|{'error':{'message':'Rate limit','code':'rate_limit_exceeded'}}|429 rate_limit_error openai: Rate limit|-",
        "429|{'error':{'message':'You exceeded your current quota','type':'insufficient_quota','code':'insufficient_quota'}}|500 api_error openai: You exceeded your current quota|false",
        "429|{'error':{'message':'Quota','type':'insufficient_quota','code':null}}|500 api_error openai: Quota|false",
        "500|{'error':{'message':'oops'}}|500 api_error openai: oops|-",
        "500|``|500 api_error openai: HTTP 500|-",
        "502|<html><body>Bad gateway</body></html>|529 overloaded_error openai: HTTP 502|-",
        "503|upstream connect error|529 overloaded_error openai: upstream connect error|-",
        "504|{'error':{'messag|504 timeout_error openai: HTTP 504|-",
        "529|{}|529 overloaded_error openai: HTTP 529|-"
      })
  void aRefusalIsToldSo(int status, String body, String told, @Nullable Boolean retry) {
    ApiError error =
        decode(status, body.replace('\'', '"').replace("deployment\"s", "deployment's"));
    assertEquals(
        body.contains("'detail':[") ? told.replace('\'', '"') : told,
        error.status() + " " + error.type().json() + " " + error.message());
    assertEquals(retry, error.shouldRetry());
  }

  /** Each row: how a provider says that it is too much; and the words that Claude Code acts on. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages. | prompt is too long: 9000 tokens > 8192 maximum",
        "This model's maximum context length is 128000 tokens. However, you requested 130050 tokens (98050 in the messages, 32000 in the completion). | input length and `max_tokens` exceed context limit: 98050 + 32000 > 128000",
        "This model's maximum context length is 16384 tokens. However, you requested 122946 tokens (112946 in the messages, 10000 in the completion). | prompt is too long: 112946 tokens > 16384 maximum",
        "This model's maximum context length is 128000 tokens. However, you requested 131000 tokens (90000 in the messages, 9000 in the functions, and 32000 in the completion). | input length and `max_tokens` exceed context limit: 99000 + 32000 > 128000",
        "This endpoint's maximum context length is 131072 tokens. However, you requested about 164000 tokens (132000 of text input, 32000 in the output). | prompt is too long: 132000 tokens > 131072 maximum",
        "This endpoint's maximum context length is 131072 tokens. However, you requested about 141000 tokens (100000 of text input, 9000 of tool input, 32000 in the output). | input length and `max_tokens` exceed context limit: 109000 + 32000 > 131072",
        "This model's maximum context length is 128000 tokens. However, you requested 65535 output tokens and your prompt contains at least 62466 input tokens, for a total of at least 128001 tokens. | input length and `max_tokens` exceed context limit: 62466 + 65535 > 128000",
        "'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's maximum context length is 32768 tokens and your request has 1500 input tokens (32000 > 32768 - 1500). | input length and `max_tokens` exceed context limit: 1500 + 32000 > 32768",
        "Your input exceeds the context window of this model. | prompt is too long: Your input exceeds the context window of this model.",
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). | prompt is too long: 1200000 tokens > 1048576 maximum",
        "Input is too long for requested model. | prompt is too long: Input is too long for requested model.",
        "This model's maximum prompt length is 131072 but the request contains 537812 tokens. | prompt is too long: 537812 tokens > 131072 maximum",
        "Invalid request: Your request exceeded model token limit: 262144 | prompt is too long: Invalid request: Your request exceeded model token limit: 262144",
        "Prompt exceeds max length | prompt is too long: Prompt exceeds max length",
        "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024] | prompt is too long: <400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]",
        "the request exceeds the available context size, try increasing it | prompt is too long: the request exceeds the available context size, try increasing it",
        "The decoder prompt (length 9000) is longer than the maximum model length of 8192. | prompt is too long: The decoder prompt (length 9000) is longer than the maximum model length of 8192.",
        "Please reduce the length of the messages or completion. | prompt is too long: Please reduce the length of the messages or completion."
      })
  void whatIsTooLongIsSaidInWordsThatClaudeCodeActsOn(String said, String told) {
    ApiError error = decode(400, "{\"error\":{\"message\":\"" + said + "\"}}");
    assertEquals("400 " + told, error.status() + " " + error.message());
  }

  @Test
  void aCodeAloneSaysThatItIsTooLongToo() {
    ApiError whole =
        decode(400, "{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}");
    assertEquals("prompt is too long: x", whole.message());
    ApiError inside =
        inStream("{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}");
    assertEquals("400 prompt is too long: x", inside.status() + " " + inside.message());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {
        "7,7",
        "'7.2',8",
        "0,0",
        "99999,3600",
        "'Wed, 21 Oct 2026 07:28:00 GMT',-",
        "x,-",
        "-1,-"
      })
  void theTimeToWaitIsPassedOn(String header, @Nullable Long seconds) {
    Headers headers = Headers.of("retry-after", header);
    assertEquals(
        seconds, UpstreamErrors.decode(429, headers, new byte[0], TARGET).retryAfterSeconds());
    assertEquals(
        seconds, UpstreamErrors.decode(503, headers, new byte[0], TARGET).retryAfterSeconds());
  }

  @ParameterizedTest
  @CsvSource({
    "sk-proj-abcdefgh",
    "sk-or-v1-0123456789",
    "gsk_abcdefgh",
    "csk-abcdefgh",
    "xai-abcdefgh",
    "nvapi-abcdefgh",
    "hf_abcdefgh",
    "pplx-abcdefgh",
    "sk-ab***********wxyz"
  })
  void keysAreMasked(String key) {
    String message =
        decode(400, "{\"error\":{\"message\":\"key '" + key + "' is bad\"}}").message();
    assertFalse(message.contains(key.substring(key.length() - 4)), message);
    assertTrue(message.endsWith("-***' is bad"), message);
  }

  @Test
  void aLongMessageIsCut() {
    String message = decode(400, "x".repeat(50_000)).message();
    assertTrue(message.length() < 2_100 && message.endsWith("..."), message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'x','type':'server_error'}} | api_error openai: x",
        "{'error':{'message':'x','code':502}} | overloaded_error openai: x",
        "{'error':{'message':'x','code':'429'}} | rate_limit_error openai: x",
        "{'error':{'message':'x','type':'overloaded_error'}} | overloaded_error openai: x",
        "{'error':{'message':'x','code':'rate_limit_exceeded'}} | rate_limit_error openai: x",
        "{'error':'x'} | api_error openai: x",
        "{'error':{}} | api_error openai: HTTP 500"
      })
  void anErrorInTheStreamIsToldByItsCode(String data, String told) {
    ApiError error = inStream(data.replace('\'', '"'));
    assertEquals(told, error.type().json() + " " + error.message());
  }

  private static ApiError inStream(String data) {
    return UpstreamErrors.inStream("openai", Frame.of(data.getBytes(StandardCharsets.UTF_8)));
  }

  private static ApiError decode(int status, String body) {
    return UpstreamErrors.decode(
        status, Headers.EMPTY, body.getBytes(StandardCharsets.UTF_8), TARGET);
  }
}
