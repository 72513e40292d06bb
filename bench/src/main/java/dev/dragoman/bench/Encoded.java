package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An answer encoded beforehand, as HTTP/1.1 responses.
 *
 * @param streamed the response as a stream of events, each element to be written by itself
 * @param firstText the first element that has text
 * @param whole the response to a request that does not ask for a stream
 */
record Encoded(List<byte[]> streamed, int firstText, byte[] whole) {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  /**
   * Encodes an answer; each event becomes one HTTP chunk.
   *
   * @param before events before the text
   * @param text the one event that is sent {@code times} times
   * @param after events after the text
   * @param whole the JSON of the answer that is not a stream
   */
  static Encoded of(List<String> before, String text, int times, List<String> after, String whole) {
    var writes = new ArrayList<byte[]>();
    before.forEach(event -> writes.add(ascii((writes.isEmpty() ? HEAD : "") + framed(event))));
    writes.addAll(Collections.nCopies(times, ascii(framed(text))));
    after.forEach(event -> writes.add(ascii(framed(event))));
    writes.add(ascii("0\r\n\r\n"));
    return new Encoded(writes, before.size(), response("200 OK", whole));
  }

  static byte[] response(String status, String json) {
    return ascii(
        "HTTP/1.1 "
            + status
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  private static String framed(String event) {
    return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
