package dev.dragoman.wire;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JsonParser;

/**
 * One message of a stream: a server-sent event, or a message of an AWS event stream. It is a view
 * of the reader's buffer and good only until the call that it was passed to returns.
 *
 * @param event its name; empty where the stream names none
 * @param bytes hold the data, {@code length} of them from {@code from}
 */
public record Frame(String event, byte[] bytes, int from, int length) {
  /** All of {@code bytes} as one nameless message. */
  public static Frame of(byte[] bytes) {
    return new Frame("", bytes, 0, bytes.length);
  }

  /** Whether the data is {@code text}, which must be ASCII. */
  public boolean is(String text) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A parser over the data, before the first token. */
  public JsonParser parser() {
    return Json.parser(bytes, from, length);
  }

  /**
   * The data as a JSON value that outlives this frame; line breaks, of several lines, are spaces.
   */
  public RawJson copy() {
    byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
    for (int i = 0; i < length; i++) {
      if (copy[i] == '\n' || copy[i] == '\r') {
        copy[i] = ' ';
      }
    }
    return new RawJson(copy, 0, length);
  }

  /** The data as text. */
  public String text() {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
