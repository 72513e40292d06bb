package dev.dragoman.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWritingTest {
  /** A socket that remembers what each write was. */
  private static final class Writes extends OutputStream {
    final List<String> all = new ArrayList<>();

    @Override
    public void write(int octet) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      all.add(new String(octets, offset, length, ISO_8859_1));
    }
  }

  private final Writes writes = new Writes();
  private final WireOutput out = new WireOutput(writes, 16);

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void aFlushIsOneWriteWithTheHeadBeforeTheFirstChunk() throws IOException {
    BodyOutput body = out.text("HTTP/1.1 200 OK\r\n").field("A", "b").chunkedBody();
    body.write(bytes("hello "));
    body.write(bytes("world"));
    body.flush();
    body.flush();
    body.write('!');
    body.flush();
    body.close();
    assertEquals(
        List.of("HTTP/1.1 200 OK\r\nA: b\r\n\r\nb\r\nhello world\r\n", "1\r\n!\r\n", "0\r\n\r\n"),
        writes.all);
  }

  @Test
  void closingGoesWithWhatIsPending() throws IOException {
    BodyOutput body = out.text("S\r\n").chunkedBody();
    body.write(bytes("all"));
    assertFalse(body.ended());
    body.close();
    body.close();
    assertTrue(body.ended());
    assertEquals(List.of("S\r\n\r\n3\r\nall\r\n0\r\n\r\n"), writes.all);
    assertThrows(IOException.class, () -> body.write(1));
  }

  @Test
  void theBufferGrowsWithWhatIsWrittenAndGoesWithTheMessage() throws IOException {
    WireOutput large = new WireOutput(writes, 16 * 1024);
    assertEquals(0, large.buffer.length);
    BodyOutput events = large.text("S\r\n").chunkedBody();
    events.write(bytes("hello"));
    events.flush();
    assertEquals(2 * 1024, large.buffer.length);
    events.write(bytes("x".repeat(9_000)));
    events.close();
    assertEquals(0, large.buffer.length);
    assertEquals(
        List.of("S\r\n\r\n5\r\nhello\r\n", "2328\r\n" + "x".repeat(9_000) + "\r\n0\r\n\r\n"),
        writes.all);

    BodyOutput plain = large.text("S\r\n").bodyOfLength(9_000);
    plain.write(bytes("y".repeat(9_000)));
    plain.close();
    assertEquals("S\r\n\r\n" + "y".repeat(9_000), writes.all.getLast());
  }

  @Test
  void anEmptyBodyIsOneWrite() throws IOException {
    out.text("S\r\n").chunkedBody().close();
    assertEquals(List.of("S\r\n\r\n0\r\n\r\n"), writes.all);
  }

  @Test
  void aHeadCanBeFlushedAlone() throws IOException {
    BodyOutput body = out.text("S\r\n").chunkedBody();
    body.flush();
    body.write(bytes("x"));
    body.close();
    assertEquals(List.of("S\r\n\r\n", "1\r\nx\r\n0\r\n\r\n"), writes.all);
  }

  @Test
  void chunksOfEverySizeAreReadAsTheyWereWritten() throws IOException {
    for (int size = 0; size < 5_000; size += 37) {
      Writes sent = new Writes();
      WireOutput small = new WireOutput(sent, 64);
      small.text("HTTP/1.1 200 OK\r\n").field("Transfer-Encoding", "chunked");
      BodyOutput body = small.chunkedBody();
      String text = "0123456789".repeat(size / 10 + 1).substring(0, size);
      body.write(bytes(text));
      body.flush();
      body.write(bytes(text));
      body.close();
      WireInput in = new WireInput(new Segments(String.join("", sent.all)), 512);
      BodyInput read = ResponseHead.read(in, HeadLimits.DEFAULT).body("GET", in);
      assertEquals(text + text, new String(read.readAllBytes(), ISO_8859_1));
    }
  }

  @Test
  void aSmallBodyOfKnownLengthGoesWithItsHead() throws IOException {
    WireOutput roomy = new WireOutput(writes, 64);
    try (BodyOutput body = roomy.text("S\r\n").bodyOfLength(3)) {
      body.write(bytes("all"));
    }
    assertEquals(List.of("S\r\n\r\nall"), writes.all);
  }

  @Test
  void aLargeBodyIsTwoWrites() throws IOException {
    String text = "x".repeat(1_000);
    try (BodyOutput body = out.text("S\r\n").bodyOfLength(1_000)) {
      body.write(bytes(text));
    }
    assertEquals(2, writes.all.size());
    assertEquals("S\r\n\r\n" + text, String.join("", writes.all));
  }

  @Test
  void aBodyOfAnotherLengthThanAnnouncedNeverEnds() throws IOException {
    BodyOutput less = out.text("S\r\n").bodyOfLength(3);
    less.write(bytes("no"));
    assertThrows(IllegalStateException.class, less::close);
    assertFalse(less.ended());
    BodyOutput more = out.text("S\r\n").bodyOfLength(3);
    assertThrows(IllegalStateException.class, () -> more.write(bytes("more")));
  }

  @Test
  void aBodyThatMayNotBeIsDropped() throws IOException {
    try (BodyOutput body = out.text("S\r\n").noBody()) {
      body.write(bytes("dropped"));
      body.flush();
    }
    assertEquals(List.of("S\r\n\r\n"), writes.all);
  }

  @Test
  void charactersBeyondLatinCannotBecomeLineBreaks() throws IOException {
    out.field("a", "\u010d\u010aé").flush();
    assertEquals(List.of("a: ??é\r\n"), writes.all);
  }
}
