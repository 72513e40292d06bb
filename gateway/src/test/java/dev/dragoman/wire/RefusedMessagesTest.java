package dev.dragoman.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedMessagesTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private static void readRequest(String text, HeadLimits limits) throws IOException {
    WireInput in = new WireInput(new Segments(text), 256);
    RequestHead.read(in, limits).body(in).readAllBytes();
  }

  private static WireFault.Kind refusal(String text, HeadLimits limits) {
    return assertThrows(WireFault.class, () -> readRequest(text, limits)).kind();
  }

  /** Escapes are written out in the tables below. */
  private static String unescaped(String text) {
    return text.translateEscapes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\\r\\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\\r\\nContent-Length: 5",
        "Content-Length: 5\\r\\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: 5,",
        "Content-Length:",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length: 1234567890123456789",
        "Content-Length : 5",
        "Content-Length\\t: 5",
        " Content-Length: 5",
        "X: a\\r\\n folded: b",
        "X: a\\r\\n\\tfolded",
        "X",
        ": no name",
        "X: a\\nY: b",
        "X: a\\rY: b",
        "X: a\\0",
        "X\\0: a",
        "Tr\\u00e4nsfer: a",
      })
  void ambiguousOrMalformedFieldsAreRefused(String fields) {
    String text = POST + unescaped(fields.replace("\\u00e4", "ä")) + "\r\n\r\nhello";
    assertEquals(WireFault.Kind.MALFORMED, refusal(text, HeadLimits.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip, chunked",
        "chunked, chunked",
        "chunked;q=1",
        "x",
        "",
        "\u000bchunked"
      })
  void codingsOtherThanJustChunkedAreRefused(String coding) {
    String text = POST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n";
    assertEquals(WireFault.Kind.UNSUPPORTED_CODING, refusal(text, HeadLimits.DEFAULT));
  }

  @Test
  void twoTransferEncodingsAreRefused() {
    String text =
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertEquals(WireFault.Kind.UNSUPPORTED_CODING, refusal(text, HeadLimits.DEFAULT));
  }

  @Test
  void chunksInHttp10AreRefused() {
    String text = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertEquals(WireFault.Kind.MALFORMED, refusal(text, HeadLimits.DEFAULT));
  }

  @Test
  void theSameLengthTwiceIsOneLength() throws IOException {
    readRequest(
        POST + "Content-Length: 5\r\nContent-Length: 5, 05\r\n\r\nhello", HeadLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\r\\n",
        "x\\r\\n",
        "-1\\r\\n",
        "+5\\r\\nhello",
        "0x5\\r\\nhello\\r\\n",
        " 5\\r\\nhello\\r\\n",
        "5 \\r\\nhello\\r\\n",
        "5\\nhello\\r\\n",
        "5\\rhello\\r\\n",
        "5;a\\nhello\\r\\n",
        "5\\r\\nhelloo\\r\\n0\\r\\n\\r\\n",
        "5\\r\\nhello\\n0\\r\\n\\r\\n",
        "5\\r\\nhello0\\r\\n\\r\\n",
        "0000000000000005\\r\\nhello\\r\\n0\\r\\n\\r\\n",
        "7fffffffffffffff\\r\\nhello",
        "0\\r\\n\\n",
        "0\\r\\nT: t\\n\\r\\n",
        "0\\r\\nT: t\\r\\r\\n",
      })
  void badChunksAreRefused(String chunks) {
    assertEquals(
        WireFault.Kind.MALFORMED, refusal(CHUNKED + unescaped(chunks), HeadLimits.DEFAULT));
  }

  @Test
  void endlessChunkExtensionsAndTrailersAreRefused() {
    String extension = CHUNKED + "5;" + "x".repeat(5_000) + "\r\nhello\r\n0\r\n\r\n";
    assertEquals(WireFault.Kind.HEAD_TOO_LARGE, refusal(extension, HeadLimits.DEFAULT));
    String trailers = CHUNKED + "0\r\n" + "t: t\r\n".repeat(5_000) + "\r\n";
    assertEquals(WireFault.Kind.HEAD_TOO_LARGE, refusal(trailers, HeadLimits.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/2.0', UNSUPPORTED_VERSION",
    "'PRI * HTTP/2.0', UNSUPPORTED_VERSION",
    "'GET / HTTP/1.2', UNSUPPORTED_VERSION",
    "'GET / http/1.1', MALFORMED",
    "'GET / HTTP/1.1 ', MALFORMED",
    "'GET  / HTTP/1.1', MALFORMED",
    "'GET / a HTTP/1.1', MALFORMED",
    "'GET /\t HTTP/1.1', MALFORMED",
    "'GET HTTP/1.1', MALFORMED",
    "'GET /', MALFORMED",
    "' GET / HTTP/1.1', MALFORMED",
    "'G(T / HTTP/1.1', MALFORMED",
    "'GET /\u00e9 HTTP/1.1', MALFORMED",
    "'GET /\u007f HTTP/1.1', MALFORMED",
    "'\u0016\u0003\u0001', MALFORMED",
  })
  void badRequestLinesAreRefused(String line, WireFault.Kind kind) {
    assertEquals(kind, refusal(line + "\r\nHost: h\r\n\r\n", HeadLimits.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 20 OK",
        "HTTP/1.1 2000 OK",
        "HTTP/1.1 099",
        "HTTP/1.1 600",
        "200 OK",
        ""
      })
  void badStatusLinesAreRefused(String line) {
    WireInput in = new WireInput(new Segments(line + "\r\n\r\n"), 64);
    assertThrows(WireFault.class, () -> ResponseHead.read(in, HeadLimits.DEFAULT));
  }

  @Test
  void limitsAreKeptToTheOctet() throws IOException {
    HeadLimits limits = new HeadLimits(20, 2, 40);
    readRequest("GET /345678 HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n", limits);
    assertEquals(
        WireFault.Kind.START_LINE_TOO_LARGE, refusal("GET /3456789 HTTP/1.1\r\n\r\n", limits));
    String line = "GET / HTTP/1.1\r\n";
    assertEquals(
        WireFault.Kind.HEAD_TOO_LARGE, refusal(line + "A: b\r\nC: d\r\nE: f\r\n\r\n", limits));
    readRequest(line + "A: " + "b".repeat(17) + "\r\n\r\n", limits);
    assertEquals(
        WireFault.Kind.HEAD_TOO_LARGE, refusal(line + "A: " + "b".repeat(18) + "\r\n\r\n", limits));
    assertEquals(
        WireFault.Kind.HEAD_TOO_LARGE,
        refusal(line + "A: 3456789012345\r\nB: 34567890123\r\n\r\n", limits));
  }

  @Test
  void anEndlessLineIsRefusedBeforeItIsRead() {
    Segments endless = new Segments("GET /" + "x".repeat(1_000_000));
    assertEquals(
        WireFault.Kind.START_LINE_TOO_LARGE,
        assertThrows(
                WireFault.class,
                () -> RequestHead.read(new WireInput(endless, 256), HeadLimits.DEFAULT))
            .kind());
  }

  @Test
  void mutatedMessagesAreReadOrRefusedAndNothingElse() {
    Random random = new Random(42);
    String[] seeds = {
      CHUNKED + "5;a=b\r\nhello\r\n3\r\nabc\r\n0\r\nT: t\r\n\r\n",
      POST + "Content-Length: 5\r\n\r\nhello",
      "GET /a?b=c HTTP/1.0\r\nAccept: */*\r\n\r\n",
    };
    for (int i = 0; i < 20_000; i++) {
      String text = mutated(seeds[i % seeds.length], random);
      try {
        readRequest(text, HeadLimits.DEFAULT);
      } catch (WireFault expected) {
        continue;
      } catch (IOException | RuntimeException e) {
        fail("at " + i + ": " + e, e);
      }
    }
  }

  private static String mutated(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, "\r\n :;,0f\0ÿ".charAt(random.nextInt(10)));
        case 2 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
      }
    }
    return new String(text.toString().getBytes(ISO_8859_1), ISO_8859_1);
  }
}
