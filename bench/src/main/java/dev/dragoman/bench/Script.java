package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * One answer in the form of OpenAI's Chat Completions API, encoded once: a role chunk, {@code
 * chunks} text chunks, a finish chunk, and a usage-only chunk (no choices) with the end mark.
 *
 * @param chunks text chunks, each of {@link #WORD}
 * @param firstMillis delay before the first chunk, milliseconds
 * @param gapMillis delay between text chunks, milliseconds
 * @param model the model the answer says it is from
 */
record Script(int chunks, int firstMillis, int gapMillis, String model) {
  static final String WORD = "lorem ipsum ";

  /** The response, each element to be written by itself; the first has the head and the role. */
  List<byte[]> streamed() {
    var writes = new ArrayList<byte[]>();
    writes.add(
        ascii(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                + framed(choice("{\"role\":\"assistant\",\"content\":\"\"}", "null"))));
    byte[] text = ascii(framed(choice("{\"content\":\"" + WORD + "\"}", "null")));
    for (int i = 0; i < chunks; i++) {
      writes.add(text);
    }
    writes.add(ascii(framed(choice("{}", "\"stop\""))));
    writes.add(ascii(framed(event("", ",\"usage\":" + usage()) + "data: [DONE]\n\n")));
    writes.add(ascii("0\r\n\r\n"));
    return writes;
  }

  /** The response to a request that does not ask for a stream. */
  byte[] whole() {
    String body =
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":"
            + Json.write(model)
            + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
            + WORD.repeat(chunks)
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":"
            + usage()
            + "}";
    return answer("200 OK", body);
  }

  static byte[] answer(String status, String json) {
    return ascii(
        "HTTP/1.1 "
            + status
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  private String choice(String delta, String finish) {
    return event("{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}", "");
  }

  private String event(String choices, String rest) {
    return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":"
        + Json.write(model)
        + ",\"choices\":["
        + choices
        + "]"
        + rest
        + "}\n\n";
  }

  private String usage() {
    return "{\"prompt_tokens\":20,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(chunks, chunks + 20);
  }

  private static String framed(String event) {
    return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
