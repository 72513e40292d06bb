package dev.dragoman.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedRequestsTest {
  /** Each row: a message's content, and what is said of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | messages.1.content: must be a string or an array of content blocks",
        "7 | messages.1.content: must be a string or an array of content blocks",
        "{} | messages.1.content: must be a string or an array of content blocks",
        "['x'] | messages.1.content.0: must be a content block",
        "[{}] | messages.1.content.0.type: is required",
        "[{'text':'x'}] | messages.1.content.0.type: is required",
        "[{'type':7}] | messages.1.content.0.type: must be a string",
        "[{'type':'text'}] | messages.1.content.0.text: is required",
        "[{'type':'text','text':7}] | messages.1.content.0.text: must be a string",
        "[{'text':7,'type':'text'}] | messages.1.content.0.text: must be a string",
        "[{'type':'text','text':'x','cache_control':1}] | messages.1.content.0.cache_control: must be an object",
        "[{'type':'image'}] | messages.1.content.0.source: is required",
        "[{'type':'image','source':'x'}] | messages.1.content.0.source: must be an object",
        "[{'type':'image','source':{}}] | messages.1.content.0.source.type: is required",
        "[{'type':'image','source':{'type':'x'}}] | messages.1.content.0.source.type: must be base64, url, text, content or file",
        "[{'type':'image','source':{'type':'base64'}}] | messages.1.content.0.source.media_type: is required",
        "[{'type':'image','source':{'type':'base64','media_type':'image/png'}}] | messages.1.content.0.source.data: is required",
        "[{'type':'image','source':{'type':'url'}}] | messages.1.content.0.source.url: is required",
        "[{'type':'document','source':{'type':'file'}}] | messages.1.content.0.source.file_id: is required",
        "[{'type':'document','citations':{'enabled':'x'}}] | messages.1.content.0.citations.enabled: must be true or false",
        "[{'type':'tool_result'}] | messages.1.content.0.tool_use_id: is required",
        "[{'tool_use_id':'a','type':'tool_result','content':[{'type':'text'}]}] | messages.1.content.0.content.0.text: is required",
        "[{'type':'tool_result','tool_use_id':'a','content':5}] | messages.1.content.0.content: must be a string or an array of content blocks",
        "[{'content':[{'text':5,'type':'text'}],'type':'tool_result','tool_use_id':'a'}] | messages.1.content.0.content.0.text: must be a string",
        "[{'type':'text','text':'x'},{'type':'tool_use','id':'a','name':'b','input':{}}] | messages.1.content.1: tool_use may not stand in a message of this role",
        "[{'type':'thinking','thinking':'x'}] | messages.1.content.0: thinking may not stand in a message of this role",
        "[{'type':'web_search_tool_result','tool_use_id':'a'}] | messages.1.content.0.content: is required"
      })
  void contentThatIsWrongIsRefusedWithItsPlace(String content, String message) {
    assertRefused(
        """
        {"model": "m", "max_tokens": 1, "messages": [{"role": "assistant", "content": "x"},
          {"role": "user", "content": %s}]}
        """
            .formatted(content.replace('\'', '"')),
        message);
  }

  /** Each row: a field of the request, and what is said of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'model':7 | model: must be a string",
        "'model':'' | model: must not be empty",
        "'max_tokens':0 | max_tokens: must be at least 1",
        "'max_tokens':-5 | max_tokens: must be at least 1",
        "'max_tokens':1.5 | max_tokens: must be an integer",
        "'max_tokens':'9' | max_tokens: must be an integer",
        "'max_tokens':2147483648 | max_tokens: the number is out of range",
        "'max_tokens':99999999999999999999999 | max_tokens: the number is out of range",
        "'temperature':'x' | temperature: must be a number",
        "'temperature':1e999 | temperature: the number is out of range",
        "'top_k':1.0 | top_k: must be an integer",
        "'stream':'true' | stream: must be true or false",
        "'stop_sequences':'x' | stop_sequences: must be an array",
        "'stop_sequences':[1] | stop_sequences.0: must be a string",
        "'system':7 | system: must be a string or an array of content blocks",
        "'system':[{'type':'image','source':{'type':'url','url':'u'}}] | system: only text blocks may stand here, not image",
        "'system':[{'type':'text'}] | system.0.text: is required",
        "'messages':{} | messages: must be an array",
        "'messages':[] | messages: at least one message is required",
        "'messages':['x'] | messages.0: must be an object",
        "'messages':[{}] | messages.0.role: is required",
        "'messages':[{'role':'tool'}] | messages.0.role: must be user, assistant or system",
        "'messages':[{'role':'user'}] | messages.0.content: is required",
        "'messages':[{'role':'assistant','content':[{'type':'tool_result','tool_use_id':'a'}]}] | messages.0.content.0: tool_result may not stand in a message of this role",
        "'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'b'}]}] | messages.0.content.0.input: is required",
        "'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'b','input':[]}]}] | messages.0.content.0.input: must be an object",
        "'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'a','input':{}}]}] | messages.0.content.0.name: is required",
        "'tools':{} | tools: must be an array",
        "'tools':[7] | tools.0: must be an object",
        "'tools':[{'name':'a'}] | tools.0.input_schema: is required",
        "'tools':[{'name':'a','input_schema':[]}] | tools.0.input_schema: must be an object",
        "'tools':[{'input_schema':{}}] | tools.0.name: is required",
        "'tools':[{'type':'bash_20250124'}] | tools.0.name: is required",
        "'tools':[{'name':'a','input_schema':{},'strict':1}] | tools.0.strict: must be true or false",
        "'tool_choice':'auto' | tool_choice: must be an object",
        "'tool_choice':{} | tool_choice.type: is required",
        "'tool_choice':{'type':'some'} | tool_choice.type: must be auto, any, tool or none",
        "'tool_choice':{'type':'tool'} | tool_choice.name: is required",
        "'thinking':{'type':'enabled'} | thinking.budget_tokens: is required",
        "'thinking':{'type':'enabled','budget_tokens':0} | thinking.budget_tokens: must be at least 1",
        "'thinking':{'type':'deep'} | thinking.type: must be enabled, adaptive or disabled",
        "'output_config':[] | output_config: must be an object",
        "'output_config':{'effort':3} | output_config.effort: must be a string",
        "'output_config':{'format':{'type':'xml'}} | output_config.format.type: must be json_schema",
        "'output_config':{'format':{'type':'json_schema'}} | output_config.format.schema: is required",
        "'output_format':{'type':'json_schema','schema':3} | output_format.schema: must be an object",
        "'metadata':{'user_id':3} | metadata.user_id: must be a string",
        "'metadata':'x' | metadata: must be an object",
        "'context_management':1 | context_management: must be an object"
      })
  void aFieldThatIsWrongIsRefusedWithItsPlace(String field, String message) {
    assertRefused(
        """
        {"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x"}], %s}
        """
            .formatted(field.replace('\'', '"')),
        message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the request body is empty",
        "`  ` | the request body must be a JSON object",
        "[] | the request body must be a JSON object",
        "7 | the request body must be a JSON object",
        "null | the request body must be a JSON object",
        "{} | model: is required",
        "{'model':'m'} | messages: is required",
        "{'model':'m','messages':[{'role':'user','content':'x'}]} | max_tokens: is required",
        "{'model':'m' | the request body is not valid JSON at line 1, column 13",
        "hello | the request body is not valid JSON at line 1, column 1",
        "{'model':'m',} | the request body is not valid JSON at line 1, column 14",
        "{'model':NaN} | the request body is not valid JSON at line 1, column 13",
        "{'a':01} | the request body is not valid JSON at line 1, column 7"
      })
  void aBodyThatIsNoRequestIsRefused(String body, String message) {
    assertRefused(body.replace('\'', '"'), message);
  }

  @Test
  void somethingBehindTheRequestIsRefused() {
    String good =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}";
    RequestReader.read(utf8(good + " \n"));
    assertRefused(good + " {}", "the request body holds more than one JSON value");
    assertTrue(refusal(utf8(good + "}")).startsWith("the request body is not valid JSON"));
  }

  static Stream<byte[]> bytesThatAreNoUtf8Json() {
    String good =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}";
    byte[] invalid = utf8(good.replace("\"m\"", "\"?\""));
    invalid[good.indexOf("\"m\"") + 1] = (byte) 0xFF;
    byte[] cut = utf8(good.replace("\"m\"", "\"ab\""));
    cut[good.indexOf("\"m\"") + 1] = (byte) 0xC3;
    return Stream.of(
        invalid,
        cut,
        good.getBytes(StandardCharsets.UTF_16),
        good.getBytes(StandardCharsets.UTF_16LE),
        good.getBytes(StandardCharsets.UTF_16BE),
        good.getBytes(Charset.forName("UTF-32")),
        new byte[] {0, 0, 0, 0},
        new byte[] {(byte) 0x1f, (byte) 0x8b, 8, 0});
  }

  @ParameterizedTest
  @MethodSource("bytesThatAreNoUtf8Json")
  void onlyUtf8IsRead(byte[] body) {
    String said = refusal(body);
    assertTrue(said.startsWith("the request body is not valid JSON"), said);
  }

  @Test
  void whatIsTooDeepOrTooLongIsRefused() {
    String limit =
        "the request body is nested too deeply, or a string, name or number in it is too long";
    assertRefused("{\"a\":" + "[".repeat(100_000), limit);
    assertRefused("{\"a\":" + "{\"b\":".repeat(100_000), limit);
    assertRefused("{\"max_tokens\":" + "9".repeat(5_000) + "}", limit);
    assertRefused("{\"" + "n".repeat(60_000) + "\":1}", limit);
    String block = "{\"tool_use_id\":\"a\",\"content\":[".repeat(150);
    assertRefused("{\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}", limit);
  }

  /** Small changes to a real request: each is read, or refused with a 400. */
  @Test
  void anyChangeToARequestIsReadOrRefusedAndNothingElse() {
    byte[] real = utf8(REAL);
    RequestReader.read(real);
    byte[] alphabet = utf8("{}[]\",:0123456789.eE+-\\u truefalsn\0\n\u00ff");
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] body = real.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(body.length);
        switch (random.nextInt(4)) {
          case 0 -> body[at] = alphabet[random.nextInt(alphabet.length)];
          case 1 -> body[at] = (byte) random.nextInt(256);
          case 2 -> body = Arrays.copyOf(body, at + 1);
          default -> {
            int from = random.nextInt(body.length);
            int n = Math.min(random.nextInt(40), body.length - Math.max(at, from));
            System.arraycopy(body, from, body, at, n);
          }
        }
      }
      refused += isRefused(body, round) ? 1 : 0;
    }
    assertTrue(refused > 40_000 && refused < 50_000, "refused " + refused);
  }

  private static boolean isRefused(byte[] body, int round) {
    try {
      RequestReader.read(body);
      return false;
    } catch (ApiException e) {
      assertEquals(400, e.error().status());
      assertEquals(ErrorType.INVALID_REQUEST, e.error().type());
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError(
          "round " + round + ": " + new String(body, StandardCharsets.ISO_8859_1), e);
    }
  }

  private static void assertRefused(String body, String message) {
    assertEquals(message, refusal(utf8(body)));
  }

  private static String refusal(byte[] body) {
    ApiError error = assertThrows(ApiException.class, () -> RequestReader.read(body)).error();
    assertEquals(ErrorType.INVALID_REQUEST, error.type());
    assertEquals(400, error.status());
    return error.message();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final String REAL =
      """
      {"model":"gpt-4o","max_tokens":32000,"stream":true,"thinking":{"type":"adaptive"},
       "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2"},
         {"type":"text","text":"You are Claude Code","cache_control":{"type":"ephemeral"}}],
       "metadata":{"user_id":"{\\"device_id\\":\\"d\\"}"},"output_config":{"effort":"high"},
       "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
       "tools":[{"name":"Bash","description":"runs","input_schema":{"type":"object","properties":
         {"command":{"type":"string"}},"required":["command"],"additionalProperties":false}},
         {"type":"web_search_20250305","name":"web_search","max_uses":8}],
       "messages":[{"role":"user","content":[{"type":"text","text":"run \\u00e9cho \\ud83d\\udc2a"}]},
         {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},
           {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"echo hi"}}]},
         {"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":
           [{"type":"text","text":"hi"},{"type":"image","source":{"type":"base64",
           "media_type":"image/png","data":"aGk="}}],"is_error":false,"cache_control":
           {"type":"ephemeral"}}]},{"role":"system","content":"<reminder>"}]}
      """;
}
