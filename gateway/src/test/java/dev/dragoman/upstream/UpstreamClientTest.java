package dev.dragoman.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UpstreamClientTest {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  static final Duration LONG = Duration.ofSeconds(20);
  static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG, LONG);

  private final AtomicLong clock = new AtomicLong();
  private Instant wallTime = Instant.EPOCH;
  private final UpstreamClient client = new UpstreamClient(null, clock::get, () -> wallTime);

  @AfterEach
  void close() {
    client.close();
  }

  static UpstreamRequest post(URI uri, String body) {
    return new UpstreamRequest(
        "POST", uri, Headers.of("content-type", "text/plain"), body.getBytes(ISO_8859_1));
  }

  private String exchange(UpstreamRequest request) throws IOException {
    try (UpstreamResponse response = client.open(request, PATIENT)) {
      return response.status() + " " + new String(response.body().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void aRequestIsSentWithWhatTheClientOwesAndNothingThatItForbids() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).awaitEnd();
        })) {
      Headers headers =
          Headers.of(
              "Authorization",
              "Bearer x",
              "Accept-Encoding",
              "gzip",
              "Connection",
              "close",
              "Content-Length",
              "99",
              "Transfer-Encoding",
              "chunked",
              "Expect",
              "100-continue");
      UpstreamRequest request =
          new UpstreamRequest("POST", server.uri("/a%20b?c=d"), headers, new byte[] {'h', 'i'});
      assertEquals("200 ok", exchange(request));
      assertEquals(
          "POST /a%20b?c=d\nhost: 127.0.0.1:"
              + server.port()
              + "\nAuthorization: Bearer x\ncontent-length: 2\n\nhi",
          server.requests.poll());
    }
  }

  @Test
  void aHostThatWasSignedIsSentAsItIsAndPathsAreEscaped() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send("HTTP/1.1 204 None\r\n\r\n");
        })) {
      UpstreamRequest request =
          new UpstreamRequest("GET", server.uri("/ü"), Headers.of("Host", "signed"), new byte[0]);
      assertEquals("204 ", exchange(request));
      assertEquals("GET /%C3%BC\nHost: signed\n\n", server.requests.poll());
    }
  }

  @Test
  void aConnectionIsUsedAgainAfterItsAnswerWasRead() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          while (true) {
            peer.request();
            peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n");
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.send("2\r\nok\r\n0\r\n\r\n");
          }
        })) {
      for (int i = 0; i < 5; i++) {
        assertEquals("200 ok", exchange(post(server.uri("/"), "x".repeat(i * 20_000))));
      }
      assertEquals(1, server.accepted());
      assertEquals(1, client.kept());
      client.reset();
      assertEquals(0, client.kept());
      assertEquals("200 ok", exchange(post(server.uri("/"), "")));
      assertEquals(2, server.accepted());
    }
  }

  private void passes(Duration time, Duration ofWallTime) {
    clock.addAndGet(time.toNanos());
    wallTime = wallTime.plus(ofWallTime);
  }

  private static void answerAll(ScriptedServer.Peer peer) throws IOException {
    while (true) {
      peer.request();
      peer.send(OK);
    }
  }

  @Test
  void aConnectionIsKeptForHalfAMinuteByBothClocks() throws IOException {
    Duration none = Duration.ZERO;
    Duration shorter = Duration.ofSeconds(29);
    Duration longer = Duration.ofSeconds(31);
    Duration[][] drops = {{longer, none}, {none, longer}, {none, Duration.ofMillis(-1)}};
    try (ScriptedServer server = new ScriptedServer(UpstreamClientTest::answerAll)) {
      exchange(post(server.uri("/"), ""));
      passes(shorter, shorter);
      exchange(post(server.uri("/"), ""));
      assertEquals(1, server.accepted());
      for (int i = 0; i < drops.length; i++) {
        passes(drops[i][0], drops[i][1]);
        assertEquals("200 ok", exchange(post(server.uri("/"), "")));
        assertEquals(i + 2, server.accepted());
        assertEquals(1, client.kept());
      }
    }
  }

  @Test
  void aConnectionThatLookedIdleForLongStillWaitsForItsAnswer() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          while (true) {
            peer.request();
            Thread.sleep(30);
            peer.send(OK);
          }
        })) {
      for (int i = 0; i < 3; i++) {
        assertEquals("200 ok", exchange(post(server.uri("/"), "")));
        passes(Duration.ofSeconds(2), Duration.ofSeconds(2));
      }
      assertEquals(1, server.accepted());
    }
  }

  @Test
  void aConnectionThatItsPeerHasEndedOrSpokenOnIsNotUsed() throws Exception {
    for (String lastWords : new String[] {"", "HTTP/1.1 408 Request Timeout\r\n\r\n"}) {
      CountDownLatch answered = new CountDownLatch(1);
      CountDownLatch ended = new CountDownLatch(1);
      try (ScriptedServer server =
          new ScriptedServer(
              peer -> {
                peer.request();
                peer.send(OK);
                answered.await();
                peer.send(lastWords).endOutput();
                ended.countDown();
                peer.request();
              },
              UpstreamClientTest::answerAll)) {
        assertEquals("200 ok", exchange(post(server.uri("/"), "1")));
        assertEquals(1, client.kept());
        answered.countDown();
        ended.await();
        passes(Duration.ZERO, Duration.ofSeconds(2));
        assertEquals("200 ok", exchange(post(server.uri("/"), "2")));
        assertEquals(2, server.accepted());
        assertEquals(2, server.requests.size(), "nothing was sent to the one that had ended");
        client.reset();
      }
    }
  }

  @Test
  void anEndThatHasArrivedUnreadStillKeepsTheConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
          peer.awaitEnd();
        })) {
      try (UpstreamResponse response = client.open(post(server.uri("/"), ""), PATIENT)) {
        assertEquals(2, response.body().read(new byte[2]));
      }
      assertEquals(1, client.kept());
    }
  }

  @Test
  void aConnectionIsNotKeptWhenAnythingSpeaksAgainstIt() throws IOException {
    String[] answers = {
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
      "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 smuggled\r\n",
    };
    for (String answer : answers) {
      try (ScriptedServer server =
          new ScriptedServer(peer -> {
            peer.request();
            peer.send(answer).hang();
          })) {
        assertEquals("200 ok", exchange(post(server.uri("/"), "")));
        assertEquals(0, client.kept(), answer);
      }
    }
  }

  @Test
  void anAnswerThatIsNotReadWholeClosesItsConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok").hang();
        })) {
      try (UpstreamResponse response = client.open(post(server.uri("/"), ""), PATIENT)) {
        assertEquals(2, response.body().read(new byte[8]));
        assertEquals(0, response.body().available());
      }
      assertEquals(0, client.kept());
    }
  }

  @Test
  void aStaleConnectionIsReplacedAndTheRequestSentOnceMore() throws Exception {
    for (boolean reset : new boolean[] {false, true}) {
      try (ScriptedServer server =
          new ScriptedServer(
              peer -> {
                peer.request();
                peer.send(OK);
                peer.request();
                if (reset) {
                  peer.reset();
                }
              },
              peer -> {
                peer.request();
                peer.send(OK).awaitEnd();
              })) {
        assertEquals("200 ok", exchange(post(server.uri("/"), "1")));
        assertEquals("200 ok", exchange(post(server.uri("/"), "2".repeat(100_000))));
        assertEquals(2, server.accepted());
        assertEquals(3, server.requests.size(), "that server has seen the request twice");
      }
    }
  }

  @Test
  void aStaleConnectionIsReplacedByANewOneAndNotByAnotherThatMayBeStale() throws Exception {
    ScriptedServer.Script dying =
        peer -> {
          peer.request();
          peer.send(OK).request();
        };
    try (ScriptedServer server = new ScriptedServer(dying, dying, UpstreamClientTest::answerAll)) {
      try (UpstreamResponse one = client.open(post(server.uri("/"), "1"), PATIENT);
          UpstreamResponse two = client.open(post(server.uri("/"), "1"), PATIENT)) {
        assertEquals(2, one.body().readAllBytes().length);
        assertEquals(2, two.body().readAllBytes().length);
      }
      assertEquals(2, client.kept());
      assertEquals("200 ok", exchange(post(server.uri("/"), "2")));
      assertEquals(3, server.accepted());
      assertEquals(4, server.requests.size());
      assertEquals(2, client.kept());
    }
  }

  @Test
  void aRedirectIsAnAnswerLikeAnyOther() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send("HTTP/1.1 307 X\r\nLocation: /other\r\nContent-Length: 2\r\n\r\nno");
          peer.awaitEnd();
        })) {
      assertEquals("307 no", exchange(post(server.uri("/"), "")));
      assertEquals(1, server.requests.size());
    }
  }

  @Test
  void aCompressedErrorIsReadAndHasALimit() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("no".repeat(1_000_000).getBytes(ISO_8859_1));
    }
    String head =
        "HTTP/1.1 429 X\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n";
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(head).send(packed.toByteArray()).awaitEnd();
        })) {
      try (UpstreamResponse response = client.open(post(server.uri("/"), ""), PATIENT)) {
        assertEquals(429, response.status());
        assertEquals("nonon", new String(response.bodyUpTo(5), ISO_8859_1));
      }
    }
  }

  @Test
  void anAnswerThatCameBeforeTheWholeRequestWasTakenIsRead() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            peer -> peer.send("HTTP/1.1 413 X\r\nContent-Length: 2\r\n\r\nno").awaitEnd())) {
      assertEquals("413 no", exchange(post(server.uri("/"), "")));
      assertEquals(1, client.kept());
    }
  }

  @Test
  void bothFamiliesOfAddressesAreTried() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).awaitEnd();
        })) {
      URI uri = URI.create("http://localhost:" + server.port() + "/");
      assertEquals("200 ok", exchange(post(uri, "")));
    }
  }

  @Test
  void aClosedClientKeepsNothing() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).awaitEnd();
        })) {
      client.close();
      assertEquals("200 ok", exchange(post(server.uri("/"), "")));
      assertEquals(0, client.kept());
    }
  }

  @Test
  void originsAreToldApartByAllThatMatters() {
    Origin plain = Origin.of(URI.create("http://Host/"));
    assertEquals("host", plain.authority());
    assertEquals(80, plain.port());
    assertEquals(plain, Origin.of(URI.create("HTTP://host:80/x")));
    assertFalse(plain.equals(Origin.of(URI.create("https://host:80/"))));
    assertEquals("[::1]:81", Origin.of(URI.create("http://[::1]:81/")).authority());
    assertTrue(Origin.of(URI.create("https://host/")).secure());
  }
}
