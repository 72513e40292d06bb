package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a function in this process answered, with the form it was written in taken off.
 *
 * @param head {@code statusCode}, {@code headers} and what else stood beside the body
 */
record Invoked(JsonNode head, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A function with these variables in its environment. */
  static MessagesFunction function(Map<String, String> variables) {
    LogLines silent = new LogLines(new PrintStream(OutputStream.nullOutputStream()));
    return new MessagesFunction(Settings.of(variables::get), variables::get, silent);
  }

  static Invoked by(MessagesFunction function, byte[] event, boolean streaming) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(event), out, new OnlyTime(900_000));
    return streaming ? streamed(out.toByteArray()) : document(out.toByteArray());
  }

  static Invoked by(MessagesFunction function, String event, boolean streaming) throws IOException {
    return by(function, event.getBytes(StandardCharsets.UTF_8), streaming);
  }

  private static Invoked streamed(byte[] answer) {
    int end = 0;
    while (answer[end] != 0) {
      end++;
    }
    assertEquals("\0".repeat(8), new String(answer, end, 8, StandardCharsets.ISO_8859_1));
    JsonNode head = JSON.readTree(answer, 0, end);
    assertFalse(head.has("body"));
    return new Invoked(head, Arrays.copyOfRange(answer, end + 8, answer.length));
  }

  private static Invoked document(byte[] answer) {
    JsonNode head = JSON.readTree(answer);
    String body = head.get("body").asString();
    return new Invoked(
        head,
        head.get("isBase64Encoded").booleanValue()
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  int status() {
    return head.get("statusCode").intValue();
  }

  String header(String name) {
    return head.get("headers").path(name).asString();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    return JSON.readTree(body);
  }
}
