package dev.dragoman.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

class EventStreamReaderTest {
  private static final byte[] ONE =
      message(Map.of(":message-type", "event", ":event-type", "messageStart"), "{\"a\":1}");
  private static final byte[] TWO =
      message(Map.of(":message-type", "exception", ":exception-type", "throttlingException"), "{}");
  private static final byte[] THREE =
      message(
          Map.of(":message-type", "error", ":error-code", "500", ":error-message", "it broke"), "");
  private static final List<String> ALL =
      List.of(
          "messageStart {\"a\":1}",
          "throttlingException {}",
          ":error {\"code\":\"500\",\"message\":\"it broke\"}");

  @Test
  void messagesAreTheSameWhereverTheStreamIsSplit() {
    byte[] stream = all();
    for (int cut = 0; cut <= stream.length; cut++) {
      List<String> frames = new ArrayList<>();
      EventStreamReader reader = reader(frames);
      reader.feed(stream, 0, cut);
      reader.feed(stream, cut, stream.length - cut);
      reader.end();
      assertEquals(ALL, frames);
    }
  }

  @Test
  void aCutWithinAMessageIsAFault() {
    for (int length = 1; length < ONE.length; length++) {
      EventStreamReader reader = reader(new ArrayList<>());
      reader.feed(ONE, 0, length);
      assertThrows(FrameReader.Broken.class, reader::end);
    }
  }

  @Test
  void aChangedByteAnywhereIsAFault() {
    for (int at = 0; at < ONE.length; at++) {
      byte[] changed = ONE.clone();
      changed[at] ^= 4;
      List<String> frames = new ArrayList<>();
      assertThrows(FrameReader.Broken.class, () -> reader(frames).feed(changed, 0, changed.length));
      assertEquals(List.of(), frames);
    }
  }

  @Test
  void aMessageLargerThanTheLimitIsAFault() {
    EventStreamReader reader = new EventStreamReader(20, frame -> {});
    assertThrows(FrameReader.Broken.class, () -> reader.feed(ONE, 0, ONE.length));
  }

  private static EventStreamReader reader(List<String> frames) {
    return new EventStreamReader(1 << 20, frame -> frames.add(frame.event() + " " + frame.text()));
  }

  private static byte[] all() {
    byte[] all = Arrays.copyOf(ONE, ONE.length + TWO.length + THREE.length);
    System.arraycopy(TWO, 0, all, ONE.length, TWO.length);
    System.arraycopy(THREE, 0, all, ONE.length + TWO.length, THREE.length);
    return all;
  }

  private static byte[] message(Map<String, String> headers, String payload) {
    Map<String, HeaderValue> values = new java.util.HashMap<>();
    headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
    return new Message(values, payload.getBytes(StandardCharsets.UTF_8)).toByteBuffer().array();
  }
}
