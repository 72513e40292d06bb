package dev.dragoman.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseReaderTest {
  private static final int LIMIT = 1 << 20;

  /** Each stream, with its events as {@code name=data}; {@code N}, {@code R} are LF and CR. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data: aNN | =a",
        "data:aNN | =a",
        "data:  aNN | = a",
        "data: aRNRN | =a",
        "data: aRR | =a",
        "data: aRNNdata: bRRN | =a =b",
        "event: eNdata: aNNdata: bNN | e=a =b",
        "data: aNevent: eNN | e=a",
        "event: eNevent: fNdata: aNN | f=a",
        "event: eNNdata: aNN | =a",
        "data: aNdata: bNdata: cNN | =a/b/c",
        "data: aNdataNdata: cNN | =a//c",
        "dataNN | =",
        "data:NNdata: NN | = =",
        ": a commentNdata: aN:NN | =a",
        "id: 7Nretry: 10Ndata: aNunknown: xNdatum: yNN | =a",
        "data: a: bNN | =a: b",
        "NNNdata: aNNNN | =a",
        "data: a | =a",
        "data: aN | =a",
        "data: aNdata: b | =a/b",
        "event: e | ``",
        ": only a comment | ``",
        "data: Grüße 🐪 ŁódźNN | =Grüße 🐪 Łódź",
        "event: größeNdata: 語Ndata: 🐫🐪NN | größe=語/🐫🐪",
        "\uFEFFdata: aNN | =a",
        "\uFEFFdata: a | =a",
        "\uFEFFNdata: aNN | =a",
        "data: aNN\uFEFFdata: bNN | =a",
        "Data: aNNDATA: bNN | ``"
      })
  void aStreamGivesTheSameEventsWhereverItIsCut(String stream, String events) {
    byte[] bytes =
        stream.strip().replace('N', '\n').replace('R', '\r').getBytes(StandardCharsets.UTF_8);
    List<String> wanted = events.isEmpty() ? List.of() : List.of(events.split(" (?=[^ ]*=)"));
    assertEquals(wanted, read(bytes, List.of()), "whole");
    for (int i = 0; i <= bytes.length; i++) {
      for (int j = i; j <= bytes.length; j++) {
        int first = i;
        int second = j;
        assertEquals(
            wanted, read(bytes, List.of(i, j)), () -> "cut at " + first + " and " + second);
      }
    }
    List<Integer> everywhere = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      everywhere.add(i);
    }
    assertEquals(wanted, read(bytes, everywhere), "byte by byte");
  }

  @Test
  void aWholeEventIsAViewOfTheBytesFed() {
    byte[] bytes = "event: x\ndata: {\"a\":1}\n\n".getBytes(StandardCharsets.UTF_8);
    List<byte[]> seen = new ArrayList<>();
    new SseReader(LIMIT, frame -> seen.add(frame.bytes())).feed(bytes, 0, bytes.length);
    assertEquals(1, seen.size());
    assertEquals(bytes, seen.getFirst());
  }

  @Test
  void whatIsKeptDoesNotChangeWithTheBytesItCameIn() {
    byte[] bytes = "data: first\ndata: second\n".getBytes(StandardCharsets.UTF_8);
    List<String> events = new ArrayList<>();
    SseReader reader = new SseReader(LIMIT, frame -> events.add(frame.text()));
    byte[] buffer = new byte[12];
    for (int i = 0; i < bytes.length; i += buffer.length) {
      int n = Math.min(buffer.length, bytes.length - i);
      System.arraycopy(bytes, i, buffer, 0, n);
      reader.feed(buffer, 0, n);
    }
    reader.end();
    assertEquals(List.of("first\nsecond"), events);
  }

  @Test
  void onlyTheNamedPartOfAnArrayIsRead() {
    byte[] bytes = "xxdata: a\n\nyy".getBytes(StandardCharsets.UTF_8);
    List<String> events = new ArrayList<>();
    SseReader reader = new SseReader(LIMIT, frame -> events.add(frame.text()));
    reader.feed(bytes, 2, 9);
    reader.feed(bytes, 2, 0);
    reader.end();
    assertEquals(List.of("a"), events);
  }

  /** The limit is 10 bytes: of a line with its field's name, and of an event's data. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "data: 1234NN | false",
        "data: 12345NN | true",
        "data: 12345 | true",
        ": 123456789NN | true",
        "data:12345Ndata:1234NN | false",
        "data:12345Ndata:12345NN | true",
        "data:1Ndata:2Ndata:3Ndata:4Ndata:5NN | false",
        "data:1Ndata:2Ndata:3Ndata:4Ndata:5Ndata:6NN | true"
      })
  void aLineOrAnEventBeyondTheLimitIsRefusedHoweverItIsCut(String stream, boolean tooLarge) {
    byte[] bytes = stream.strip().replace('N', '\n').getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i <= bytes.length; i++) {
      assertEquals(tooLarge, read(bytes, List.of(i), 10).contains("TooLarge"), "cut at " + i);
    }
  }

  @Test
  void theLimitIsSaid() {
    byte[] line = "data: 0123456789\n".getBytes(StandardCharsets.UTF_8);
    SseReader reader = new SseReader(8, frame -> {});
    String said =
        assertThrows(SseReader.TooLarge.class, () -> reader.feed(line, 0, line.length))
            .getMessage();
    assertEquals("an event of the stream is larger than 8 bytes", said);
  }

  @Test
  void anyBytesAreReadTheSameHoweverTheyAreCut() {
    String[] pieces = {
      "data: ",
      "data:",
      "data",
      "event: ",
      "event:x",
      "\n",
      "\n",
      "\n\n",
      "\r",
      "\r\n",
      ":",
      " ",
      "id: 1",
      "retry: 2",
      "\uFEFF",
      "🐪",
      "é",
      "{\"a\":1}",
      "[DONE]",
      "abcdefgh",
      "\0"
    };
    Random random = new Random(20261123);
    for (int round = 0; round < 50_000; round++) {
      StringBuilder stream = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        stream.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      List<Integer> cuts = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        cuts.add(random.nextInt(bytes.length + 1));
      }
      cuts.sort(null);
      int limit = random.nextBoolean() ? LIMIT : 1 + random.nextInt(24);
      int seed = round;
      assertEquals(
          read(bytes, List.of(), limit), read(bytes, cuts, limit), () -> "round " + seed + cuts);
    }
  }

  @Test
  void aFrameSaysWhatItHolds() {
    byte[] bytes = "xx[DONE]yy".getBytes(StandardCharsets.UTF_8);
    Frame frame = new Frame("", bytes, 2, 6);
    assertEquals("[DONE]", frame.text());
    assertEquals(true, frame.is("[DONE]"));
    assertFalse(frame.is("[DONE"));
    assertFalse(frame.is("[GONE]"));
    byte[] json = "{\"a\":[1]}".getBytes(StandardCharsets.UTF_8);
    assertEquals("{\"a\":[1]}", Frame.of(json).copy().toString());
  }

  private static List<String> read(byte[] bytes, List<Integer> cuts) {
    return read(bytes, cuts, LIMIT);
  }

  /** The events, as {@code name=data} with a slash between lines, of bytes fed in parts. */
  private static List<String> read(byte[] bytes, List<Integer> cuts, int limit) {
    List<String> events = new ArrayList<>();
    SseReader reader =
        new SseReader(
            limit, frame -> events.add(frame.event() + "=" + frame.text().replace('\n', '/')));
    try {
      int from = 0;
      for (int cut : cuts) {
        feed(reader, bytes, from, cut);
        from = cut;
      }
      feed(reader, bytes, from, bytes.length);
      reader.end();
    } catch (SseReader.TooLarge e) {
      events.add("TooLarge");
    }
    return events;
  }

  /** Feeds a copy that is overwritten at once, as a read buffer is. */
  private static void feed(SseReader reader, byte[] bytes, int from, int to) {
    byte[] copy = Arrays.copyOfRange(bytes, from, to);
    reader.feed(copy, 0, copy.length);
    Arrays.fill(copy, (byte) '#');
  }
}
