package dev.dragoman.local.http;

import static dev.dragoman.local.http.Servers.SMALL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.http.Handler;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpServerTest {
  private static final String HOST = "Host: h\r\n";

  private HttpServer server = start(Servers::echo);

  private static HttpServer start(Handler handler) {
    return start(SMALL, handler);
  }

  private static HttpServer start(Limits limits, Handler handler) {
    try {
      return Servers.start(limits, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restart(Limits limits, Handler handler) throws InterruptedException {
    server.stop(Duration.ZERO);
    server = start(limits, handler);
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop(Duration.ZERO);
  }

  private String answer(String request) throws IOException {
    try (RawClient client = new RawClient(server)) {
      return client.send(request).rest();
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderWhereverTheyAreSplit() throws IOException {
    String requests =
        "POST /a%20b?c=d HTTP/1.1\r\n"
            + HOST
            + "Content-Length: 2\r\n\r\nhi"
            + "PUT http://h?x HTTP/1.1\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "2;e\r\nhi\r\n0\r\nT: t\r\n\r\n"
            + "OPTIONS * HTTP/1.1\r\n"
            + HOST
            + "Connection: close\r\n\r\n";
    String answers =
        "HTTP/1.1 200 OK\r\ncontent-length: 18\r\n\r\nPOST /a%20b c=d hi"
            + "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nPUT / x hi"
            + "HTTP/1.1 200 OK\r\ncontent-length: 15\r\nconnection: close\r\n\r\nOPTIONS * null ";
    assertEquals(answers, answer(requests));
    for (int at = 1; at < requests.length(); at += 3) {
      try (RawClient client = new RawClient(server)) {
        client.send(requests.substring(0, at));
        Thread.yield();
        assertEquals(answers, client.send(requests.substring(at)).rest(), "split at " + at);
      }
    }
  }

  @Test
  void anAnswerWithoutALengthIsChunkedOrLastsUntilTheEnd() throws Exception {
    restart(SMALL, Servers::stream);
    String chunked = answer("GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
    assertEquals(
        "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n"
            + "connection: close\r\n\r\n"
            + "7\r\npart 0;\r\n7\r\npart 1;\r\n7\r\npart 2;\r\n0\r\n\r\n",
        chunked);
    assertEquals(
        "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n"
            + "part 0;part 1;part 2;",
        answer("GET / HTTP/1.0\r\n\r\n"));
  }

  @Test
  void headAndSomeStatusesHaveNoBody() throws Exception {
    String head = answer("HEAD / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
    assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 12\r\nconnection: close\r\n\r\n", head);
    restart(SMALL, (request, responder) -> responder.whole(204, Headers.EMPTY, new byte[0]));
    String none = answer("GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
    assertEquals("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n", none);
  }

  @Test
  void whatConcernsTheConnectionIsNotTheHandlers() throws Exception {
    Headers headers =
        Headers.of("Transfer-Encoding", "x", "Keep-Alive", "y", "Connection", "close", "A", "b");
    restart(SMALL, (request, responder) -> responder.whole(200, headers, new byte[0]));
    assertEquals(
        "HTTP/1.1 200 OK\r\nA: b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        answer("GET / HTTP/1.1\r\n" + HOST + "\r\n"));
  }

  @Test
  void aClientThatExpectsToBeToldToContinueIsTold() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(
          "POST / HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.until("\r\n\r\n"));
      assertTrue(client.send("hi").until("hi").startsWith("HTTP/1.1 200 OK\r\n"));
    }
    String tooLarge =
        answer(
            "POST / HTTP/1.1\r\n"
                + HOST
                + "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n");
    assertTrue(tooLarge.startsWith("HTTP/1.1 413 "), tooLarge);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'GET / HTTP/1.1\r\n\r\n'",
    "400, 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'",
    "400, 'GET relative HTTP/1.1\r\nHost: a\r\n\r\n'",
    "400, 'GET * HTTP/1.1\r\nHost: a\r\n\r\n'",
    "400, 'GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n'",
    "400, 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n'",
    "400, 'GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n'",
    "400, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'",
    "400, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'",
    "400, 'nonsense\r\n\r\n'",
    "417, 'POST / HTTP/1.1\r\nHost: a\r\nExpect: more\r\nContent-Length: 1\r\n\r\nx'",
    "501, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n'",
    "505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'",
    "413, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n'",
    "413, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n'",
  })
  void whatCannotBeServedIsRefusedAndTheConnectionEnded(int status, String request)
      throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(request);
      client.socket.shutdownOutput();
      String answer = client.rest();
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      assertTrue(answer.contains("connection: close\r\n"), answer);
      assertTrue(answer.contains("content-type: application/json\r\n"), answer);
      assertTrue(answer.contains("{\"status\":" + status + ","), answer);
    }
  }

  @Test
  void headsAndBodiesPastTheLimitsAreRefused() throws IOException {
    assertTrue(answer("GET /" + "x".repeat(2_000)).startsWith("HTTP/1.1 414 "));
    String line = "GET / HTTP/1.1\r\n" + HOST;
    assertTrue(answer(line + "A: " + "x".repeat(2_000)).startsWith("HTTP/1.1 431 "));
    assertTrue(answer(line + "A: b\r\n".repeat(30)).startsWith("HTTP/1.1 431 "));
    String chunks = "186a0\r\n" + "x".repeat(100_000) + "\r\n";
    String post = "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
    assertTrue(answer(post + chunks + "1\r\nx\r\n0\r\n\r\n").startsWith("HTTP/1.1 413 "));
    try (RawClient client = new RawClient(server)) {
      client.send(post + chunks + "0\r\n\r\n");
      assertTrue(client.until("xxxxx").startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void aClientThatIsStillSendingGetsToReadWhyItWasRefused() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5000000\r\n\r\n");
      for (int i = 0; i < 50; i++) {
        client.send("x".repeat(100_000));
      }
      client.socket.shutdownOutput();
      assertTrue(client.rest().startsWith("HTTP/1.1 413 "));
    }
  }

  @Test
  void aHandlerThatFailsBeforeItBeginsIsAnsweredForAndTheConnectionLasts() throws Exception {
    restart(
        SMALL,
        (request, responder) -> {
          switch (request.path()) {
            case "/io" -> throw new IOException("gone");
            case "/bug" -> throw new IllegalStateException("secret");
            case "/error" -> throw new StackOverflowError();
            case "/status" -> responder.begin(99, Headers.EMPTY);
            case "/length" -> responder.begin(200, Headers.of("content-length", "x"));
            default -> {}
          }
        });
    try (RawClient client = new RawClient(server)) {
      for (String path : new String[] {"/io", "/bug", "/error", "/status", "/length", "/none"}) {
        String answer = client.send("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n").until("}");
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertFalse(answer.contains("secret"), answer);
      }
    }
  }

  @Test
  void aHandlerThatFailsAfterItBeganIsCutAndNeverEnded() throws Exception {
    restart(
        SMALL,
        (request, responder) -> {
          boolean known = request.path().equals("/length");
          OutputStream out =
              responder.begin(200, known ? Headers.of("content-length", "9") : Headers.EMPTY);
          out.write("part".getBytes(ISO_8859_1));
          out.flush();
          switch (request.path()) {
            case "/bug" -> throw new IllegalStateException("a bug");
            case "/twice" -> responder.begin(200, Headers.EMPTY);
            case "/length" -> out.close();
            default -> {}
          }
        });
    for (String path : new String[] {"/bug", "/twice", "/length", "/unclosed"}) {
      String answer = answer("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
      assertTrue(answer.contains("part"), answer);
      assertFalse(answer.contains("0\r\n\r\n"), answer);
    }
    try (RawClient client = new RawClient(server)) {
      client.send("GET / HTTP/1.0\r\n\r\n").until("part");
      assertThrows(IOException.class, client::rest);
    }
  }

  @Test
  void aSlowHeadOrBodyIsRefusedAndASilentConnectionClosed() throws Exception {
    Duration brief = Duration.ofMillis(200);
    Limits hasty =
        new Limits(SMALL.head(), SMALL.body(), 10, brief, brief, brief, Duration.ofSeconds(20));
    restart(hasty, Servers::echo);
    assertEquals("", answer(""));
    assertTrue(answer("GET / HT").startsWith("HTTP/1.1 408 "));
    String post = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nh";
    assertTrue(answer(post).startsWith("HTTP/1.1 408 "));
    assertTrue(answer(post + "i").endsWith("POST / null hi"));
    try (RawClient drip = new RawClient(server)) {
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              drip.send("x");
              Thread.sleep(20);
            }
          });
    }
  }

  @Test
  void aClientThatTakesNothingIsCut() throws Exception {
    Limits hasty =
        new Limits(
            SMALL.head(),
            SMALL.body(),
            10,
            SMALL.headTime(),
            SMALL.bodyTime(),
            SMALL.idleTime(),
            Duration.ofMillis(200));
    CompletableFuture<IOException> gone = new CompletableFuture<>();
    restart(
        hasty,
        (request, responder) -> {
          OutputStream out = responder.begin(200, Headers.EMPTY);
          try {
            while (true) {
              out.write(new byte[100_000]);
            }
          } catch (IOException e) {
            gone.complete(e);
            throw e;
          }
        });
    try (RawClient client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
      gone.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aClientThatLeavesIsAnIoExceptionOfTheStream() throws Exception {
    CompletableFuture<IOException> gone = new CompletableFuture<>();
    restart(
        SMALL,
        (request, responder) -> {
          OutputStream out = responder.begin(200, Headers.EMPTY);
          try {
            while (true) {
              out.write('x');
              out.flush();
            }
          } catch (IOException e) {
            gone.complete(e);
            throw e;
          }
        });
    try (RawClient client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").until("x");
    }
    gone.get(20, TimeUnit.SECONDS);
  }

  @Test
  void connectionsPastTheLimitAreClosedAsTheyCome() throws Exception {
    Duration time = SMALL.headTime();
    restart(new Limits(SMALL.head(), 10, 1, time, time, time, time), Servers::echo);
    String get = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    try (RawClient first = new RawClient(server)) {
      first.send(get).until("null");
      try (RawClient second = new RawClient(server)) {
        assertEquals("", second.rest());
      }
      first.send(get).until("null");
    }
  }

  @Test
  void aHandlerThatOutlastsTheGraceIsInterruptedAndMayWriteWhatItMust() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> wrote = new CompletableFuture<>();
    restart(
        SMALL,
        (request, responder) -> {
          begun.complete(null);
          try {
            TimeUnit.MINUTES.sleep(1);
          } catch (InterruptedException e) {
            wrote.complete(null);
          }
        });
    try (RawClient client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
      begun.get();
      server.stop(Duration.ofMillis(10));
      assertTrue(wrote.isDone());
    }
  }
}
