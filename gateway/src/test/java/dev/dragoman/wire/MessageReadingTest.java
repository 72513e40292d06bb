package dev.dragoman.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReadingTest {
  private static final String LENGTH =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Two:  spaced \t\r\n\r\nhello";
  private static final String CHUNKED =
      "HTTP/1.1 200\r\ntransfer-encoding: Chunked\r\n\r\n"
          + "3\r\nhel\r\n01;a=\"b\"\r\nl\r\n1;x\r\no\r\n0\r\nTrailer: t\r\nT: u\r\n\r\n";
  private static final String UNTIL_CLOSE = "HTTP/1.0 200 Fine\r\n\r\nhello";

  @ParameterizedTest
  @ValueSource(strings = {LENGTH, CHUNKED, UNTIL_CLOSE})
  void aResponseReadsTheSameWhereverItIsSplit(String message) throws IOException {
    for (int at = 0; at <= message.length(); at++) {
      assertHello(Segments.split(message, at));
    }
    assertHello(Segments.dripping(message));
  }

  private static void assertHello(Segments segments) throws IOException {
    WireInput in = new WireInput(segments, 16);
    ResponseHead head = ResponseHead.read(in, HeadLimits.DEFAULT);
    BodyInput body = head.body("POST", in);
    assertEquals(200, head.status());
    assertEquals("hello", new String(body.readAllBytes(), ISO_8859_1));
    assertTrue(body.ended());
    assertEquals(-1, body.read());
    assertEquals(0, in.buffered());
  }

  @ParameterizedTest
  @ValueSource(strings = {LENGTH, CHUNKED})
  void aResponseCutAnywhereIsAFaultNotAnEnd(String message) {
    for (int length = 0; length < message.length(); length++) {
      Segments segments = new Segments(message.substring(0, length));
      WireFault fault =
          assertThrows(
              WireFault.class,
              () -> {
                WireInput in = new WireInput(segments, 64);
                ResponseHead.read(in, HeadLimits.DEFAULT).body("POST", in).readAllBytes();
              });
      assertEquals(WireFault.Kind.CUT, fault.kind());
    }
  }

  @Test
  void pipelinedRequestsReadTheSameWhereverTheyAreSplit() throws IOException {
    String requests =
        "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok"
            + "\r\nPUT * HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
            + "GET / HTTP/1.0\r\n\r\n";
    for (int at = 0; at <= requests.length(); at++) {
      assertThreeRequests(Segments.split(requests, at));
    }
    assertThreeRequests(Segments.dripping(requests));
  }

  private static void assertThreeRequests(Segments segments) throws IOException {
    WireInput in = new WireInput(segments, 32);
    RequestHead first = RequestHead.read(in, HeadLimits.DEFAULT);
    assertEquals("/a?b", first.target());
    assertEquals("ok", new String(first.body(in).readAllBytes(), ISO_8859_1));
    RequestHead second = RequestHead.read(in, HeadLimits.DEFAULT);
    assertEquals("PUT", second.method());
    assertEquals("ok", new String(second.body(in).readAllBytes(), ISO_8859_1));
    RequestHead third = RequestHead.read(in, HeadLimits.DEFAULT);
    assertEquals(0, third.minor());
    assertTrue(third.closes());
    assertTrue(third.body(in).ended());
    assertFalse(in.await());
  }

  @Test
  void sixtyFourChunksThatArriveTogetherAreOneRead() throws IOException {
    StringBuilder arrived =
        new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      String data = "data: " + i + "\n\n";
      arrived.append(Integer.toHexString(data.length())).append("\r\n").append(data).append("\r\n");
      text.append(data);
    }
    Segments segments = new Segments(arrived.append("0\r\n\r\n").toString());
    WireInput in = new WireInput(segments, 16 * 1024);
    BodyInput body = ResponseHead.read(in, HeadLimits.DEFAULT).body("POST", in);
    byte[] into = new byte[8192];
    int count = body.read(into);
    assertEquals(text.toString(), new String(into, 0, count, ISO_8859_1));
    assertEquals(0, body.available());
    assertTrue(body.ended());
    assertEquals(-1, body.read(into));
    assertEquals(1, segments.reads);
  }

  @Test
  void availableLooksPastTheFramingAndPromisesNothingThatIsNotThere() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    Segments segments = new Segments(head + "2\r\nab\r\n3\r\nc", "de\r\n", "0\r\n\r\n");
    WireInput in = new WireInput(segments, 1024);
    BodyInput body = ResponseHead.read(in, HeadLimits.DEFAULT).body("POST", in);
    assertEquals(2, body.available());
    assertEquals('a', body.read());
    assertEquals('b', body.read());
    assertEquals(1, body.available());
    assertEquals('c', body.read());
    assertEquals(0, body.available());
    assertEquals(1, segments.reads);
    byte[] into = new byte[10];
    assertEquals(2, body.read(into));
    assertEquals(0, body.available());
    assertFalse(body.ended());
    assertEquals(-1, body.read(into));
  }

  @Test
  void dataBeforeAFaultIsGivenBeforeTheFault() throws IOException {
    WireInput in =
        new WireInput(
            new Segments("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n"),
            1024);
    BodyInput body = ResponseHead.read(in, HeadLimits.DEFAULT).body("POST", in);
    byte[] into = new byte[10];
    assertEquals(2, body.read(into));
    assertThrows(WireFault.class, () -> body.read(into));
    assertThrows(WireFault.class, () -> body.read(into));
  }

  @Test
  void aLongBodyGoesRoundTheBuffer() throws IOException {
    String data = "x".repeat(100_000);
    Segments segments =
        new Segments("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx", data.substring(1));
    WireInput in = new WireInput(segments, 128);
    BodyInput body = ResponseHead.read(in, HeadLimits.DEFAULT).body("POST", in);
    byte[] into = new byte[100_000];
    assertEquals(1, body.read(into));
    assertEquals(99_999, body.read(into, 1, into.length - 1));
    assertArrayEquals(data.getBytes(ISO_8859_1), into);
    assertEquals(2, segments.reads);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void someAnswersHaveNoBodyWhateverTheySay(int status) throws IOException {
    String text = "HTTP/1.1 " + status + " None\r\nContent-Length: 5\r\n\r\n";
    WireInput in = new WireInput(new Segments(text), 64);
    assertTrue(ResponseHead.read(in, HeadLimits.DEFAULT).body("POST", in).ended());
  }

  @Test
  void anAnswerToHeadHasNoBody() throws IOException {
    WireInput in = new WireInput(new Segments(LENGTH), 64);
    assertTrue(ResponseHead.read(in, HeadLimits.DEFAULT).body("HEAD", in).ended());
  }

  @Test
  void whetherAConnectionLastsFollowsTheVersion() {
    Headers none = Headers.EMPTY;
    Headers keep = Headers.of("Connection", "Keep-Alive");
    Headers close = Headers.of("connection", "x, close");
    assertFalse(new ResponseHead(200, 1, none).closes());
    assertTrue(new ResponseHead(200, 1, close).closes());
    assertTrue(new ResponseHead(200, 0, none).closes());
    assertFalse(new ResponseHead(200, 0, keep).closes());
    assertTrue(new RequestHead("GET", "/", 1, close).closes());
  }
}
