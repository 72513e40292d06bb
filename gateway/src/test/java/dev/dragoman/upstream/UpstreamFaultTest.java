package dev.dragoman.upstream;

import static dev.dragoman.upstream.UpstreamClientTest.LONG;
import static dev.dragoman.upstream.UpstreamClientTest.OK;
import static dev.dragoman.upstream.UpstreamClientTest.PATIENT;
import static dev.dragoman.upstream.UpstreamClientTest.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dragoman.upstream.UpstreamFault.Kind;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class UpstreamFaultTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final String STREAM = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final UpstreamClient client = new UpstreamClient(InstantSource.system());

  @AfterEach
  void close() {
    client.close();
  }

  private UpstreamFault fault(UpstreamRequest request, Timeouts timeouts) {
    return assertThrows(
        UpstreamFault.class,
        () -> {
          try (UpstreamResponse response = client.open(request, timeouts)) {
            response.body().readAllBytes();
          }
        });
  }

  private UpstreamFault fault(Timeouts timeouts, ScriptedServer.Script... scripts)
      throws IOException {
    try (ScriptedServer server = new ScriptedServer(scripts)) {
      UpstreamFault fault = fault(post(server.uri("/"), "secret"), timeouts);
      assertEquals(0, client.kept());
      assertTrue(String.valueOf(fault.getMessage()).startsWith("127.0.0.1 "));
      assertFalse(fault.kind().beforeRequest());
      return fault;
    }
  }

  @Test
  void aPortNobodyListensAtRefuses() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    UpstreamFault fault = fault(post(URI.create("http://127.0.0.1:" + port), ""), PATIENT);
    assertEquals(Kind.CONNECT_REFUSED, fault.kind());
    assertTrue(fault.kind().beforeRequest());
    assertEquals("127.0.0.1", fault.host());
  }

  @Test
  void aNameThatDoesNotExistIsAFaultOfItsOwn() {
    assertEquals(
        Kind.DNS, fault(post(URI.create("http://no-such-host.invalid"), ""), PATIENT).kind());
  }

  @Test
  void aConnectionThatIsNotTakenTimesOut() throws IOException {
    try (FullServer full = new FullServer()) {
      URI uri = full.uri();
      assertEquals(
          Kind.CONNECT_TIMEOUT, fault(post(uri, ""), new Timeouts(SHORT, LONG, LONG, LONG)).kind());
      assertEquals(
          Kind.TOTAL_TIMEOUT, fault(post(uri, ""), new Timeouts(LONG, LONG, LONG, SHORT)).kind());
    }
  }

  @Test
  void silenceBeforeTheAnswerTimesOut() throws IOException {
    Timeouts timeouts = new Timeouts(LONG, SHORT, LONG, LONG);
    assertEquals(Kind.FIRST_BYTE_TIMEOUT, fault(timeouts, ScriptedServer.Peer::hang).kind());
    assertEquals(
        Kind.FIRST_BYTE_TIMEOUT,
        fault(timeouts, peer -> peer.send("HTTP/1.1 200 OK\r\n").hang()).kind());
  }

  @Test
  void aRequestThatIsNotTakenTimesOut() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::hang)) {
      UpstreamRequest large = post(server.uri("/"), "x".repeat(32 * 1024 * 1024));
      assertEquals(
          Kind.FIRST_BYTE_TIMEOUT, fault(large, new Timeouts(LONG, SHORT, LONG, LONG)).kind());
      assertEquals(Kind.TOTAL_TIMEOUT, fault(large, new Timeouts(LONG, LONG, LONG, SHORT)).kind());
    }
  }

  @Test
  void silenceWithinTheAnswerTimesOut() throws IOException {
    Timeouts timeouts = new Timeouts(LONG, LONG, SHORT, LONG);
    assertEquals(
        Kind.IDLE_TIMEOUT,
        fault(timeouts, peer -> peer.send(STREAM + "2\r\nok\r\n").hang()).kind());
  }

  @Test
  void anAnswerThatDripsForeverTimesOutAsAWhole() throws IOException {
    Timeouts timeouts = new Timeouts(LONG, LONG, LONG, Duration.ofMillis(300));
    assertEquals(Kind.TOTAL_TIMEOUT, fault(timeouts, UpstreamFaultTest::drip).kind());
  }

  /** An answer that is kept alive, a chunk every few milliseconds, and says nothing. */
  private static void drip(ScriptedServer.Peer peer) throws Exception {
    peer.send(STREAM);
    while (true) {
      peer.send("1\r\nx\r\n");
      Thread.sleep(10);
    }
  }

  @Test
  void anAnswerWithoutContentTimesOutWhateverKeepsItAlive() throws IOException {
    Timeouts timeouts = new Timeouts(LONG, LONG, SHORT, LONG, LONG);
    assertEquals(Kind.FIRST_CONTENT_TIMEOUT, fault(timeouts, UpstreamFaultTest::drip).kind());
    assertEquals(Kind.FIRST_CONTENT_TIMEOUT, fault(timeouts, ScriptedServer.Peer::hang).kind());
  }

  @Test
  void afterItsFirstContentOnlySilenceAndTheWholeAreTimed() throws IOException {
    Timeouts timeouts = new Timeouts(LONG, LONG, SHORT, SHORT, Duration.ofMillis(600));
    try (ScriptedServer server =
        new ScriptedServer(UpstreamFaultTest::drip, peer -> peer.send(STREAM).hang())) {
      for (Kind end : new Kind[] {Kind.TOTAL_TIMEOUT, Kind.IDLE_TIMEOUT}) {
        try (UpstreamResponse response = client.open(post(server.uri("/"), ""), timeouts)) {
          response.contentBegan();
          UpstreamFault fault =
              assertThrows(UpstreamFault.class, () -> response.body().readAllBytes());
          assertEquals(end, fault.kind());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        STREAM,
        STREAM + "5\r\nhel",
        STREAM + "5\r\nhello\r\n",
        STREAM + "5\r\nhello\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
      })
  void aBrokenConnectionIsACutAndNeverAnEnd(String answer) throws IOException {
    assertEquals(
        Kind.CUT,
        fault(
                PATIENT,
                peer -> {
                  peer.request();
                  peer.send(answer);
                })
            .kind());
    assertEquals(
        Kind.CUT,
        fault(
                PATIENT,
                peer -> {
                  peer.request();
                  peer.send(answer).reset();
                })
            .kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        STREAM + "zz\r\n",
      })
  void whatIsNotAProperAnswerIsAFaultOfProtocol(String answer) throws IOException {
    UpstreamFault fault = fault(PATIENT, peer -> peer.send(answer).hang());
    assertEquals(Kind.PROTOCOL, fault.kind());
  }

  static Stream<Arguments> endless() {
    String ok = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
        arguments("a start line", "HTTP/1.1 200 ", "x"),
        arguments("empty lines", "", "\r\n"),
        arguments("a header field", ok + "a: ", "b"),
        arguments("the name of a header field", ok, "a"),
        arguments("header fields", ok, "a: b\r\n"),
        arguments("interim answers", "", "HTTP/1.1 103 Hints\r\n\r\n"),
        arguments("the size of a chunk", STREAM, "0"),
        arguments("the extension of a chunk", STREAM + "1;", "x"),
        arguments("trailers", STREAM + "2\r\nok\r\n0\r\n", "a: b\r\n"),
        arguments("a trailer", STREAM + "2\r\nok\r\n0\r\na: ", "b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endless")
  void whatNeverEndsIsAFaultOfProtocolBeforeItHasFilledAnything(
      String what, String beginning, String piece) throws IOException {
    byte[] much = piece.repeat(16 * 1024).getBytes(ISO_8859_1);
    AtomicLong sent = new AtomicLong();
    UpstreamFault fault =
        fault(
            PATIENT,
            peer -> {
              peer.request();
              peer.send(beginning);
              while (true) {
                peer.send(much);
                sent.addAndGet(much.length);
              }
            });
    assertEquals(Kind.PROTOCOL, fault.kind(), what);
    assertTrue(sent.get() < 10 << 20, "only what the sockets' buffers hold was taken");
  }

  @Test
  void aHeadThatDripsTimesOutAsAWhole() throws IOException {
    String fields = "a: b\r\n".repeat(100);
    for (String head : new String[] {"HTTP/1.1 200 OK\r\n" + fields, "HTTP/1.1 200 " + fields}) {
      UpstreamFault fault =
          fault(
              new Timeouts(LONG, SHORT, LONG, LONG),
              peer -> {
                peer.request();
                for (int i = 0; i < head.length(); i++) {
                  peer.send(head.substring(i, i + 1));
                  Thread.sleep(10);
                }
              });
      assertEquals(Kind.FIRST_BYTE_TIMEOUT, fault.kind());
    }
  }

  @Test
  void interimAnswersDoNotProlongTheWaitForAHead() throws IOException {
    UpstreamFault fault =
        fault(
            new Timeouts(LONG, SHORT, LONG, LONG),
            peer -> {
              peer.request();
              for (int i = 0; i < 10; i++) {
                peer.send("HTTP/1.1 103 Hints\r\n\r\n");
                Thread.sleep(50);
              }
            });
    assertEquals(Kind.FIRST_BYTE_TIMEOUT, fault.kind());
  }

  @Test
  void framingThatDripsForeverTimesOutAsAWhole() throws IOException {
    UpstreamFault fault =
        fault(
            new Timeouts(LONG, LONG, SHORT, Duration.ofMillis(400)),
            peer -> {
              peer.request();
              peer.send(STREAM + "1;");
              while (true) {
                peer.send("x");
                Thread.sleep(10);
              }
            });
    assertEquals(Kind.TOTAL_TIMEOUT, fault.kind());
  }

  @Test
  void whatFollowsAnAnswerIsNoPartOfItAndEndsItsConnection() throws IOException {
    byte[] garbage = "x".repeat(64 * 1024).getBytes(ISO_8859_1);
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(STREAM + "2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n");
          while (true) {
            peer.send(garbage);
          }
        })) {
      try (UpstreamResponse response = client.open(post(server.uri("/"), ""), PATIENT)) {
        assertEquals("ok", new String(response.body().readAllBytes(), ISO_8859_1));
      }
      assertEquals(0, client.kept());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n",
      })
  void nothingIsSentAgainOnceAnOctetOfAnAnswerHasCome(String beginning) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK);
          peer.request();
          peer.send(beginning);
        })) {
      exchange(server);
      assertEquals(Kind.CUT, fault(post(server.uri("/"), "2"), PATIENT).kind());
      assertEquals(1, server.accepted());
      assertEquals(2, server.requests.size());
    }
  }

  private void exchange(ScriptedServer server) throws IOException {
    try (UpstreamResponse response = client.open(post(server.uri("/"), "1"), PATIENT)) {
      response.body().readAllBytes();
    }
    assertEquals(1, client.kept());
  }

  @Test
  void nothingIsSentAThirdTime() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            peer -> {
              peer.request();
              peer.send(OK).request();
            },
            ScriptedServer.Peer::request)) {
      exchange(server);
      assertEquals(Kind.CUT, fault(post(server.uri("/"), "2"), PATIENT).kind());
      assertEquals(2, server.accepted());
      assertEquals(3, server.requests.size());
    }
  }

  @Test
  void nothingIsSentAgainAfterATimeOutNorOnAFreshConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            peer -> {
              peer.request();
              peer.send(OK);
              peer.request();
              peer.hang();
            },
            ScriptedServer.Peer::request)) {
      exchange(server);
      Timeouts impatient = new Timeouts(LONG, SHORT, LONG, LONG);
      assertEquals(Kind.FIRST_BYTE_TIMEOUT, fault(post(server.uri("/"), "2"), impatient).kind());
      assertEquals(1, server.accepted());
      assertEquals(Kind.CUT, fault(post(server.uri("/"), "3"), PATIENT).kind());
      assertEquals(2, server.accepted());
    }
  }

  @Test
  void cancellingFromAnotherThreadEndsAReadWithinASecond() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(peer -> peer.send(STREAM + "1\r\nx\r\n").hang());
        UpstreamResponse response = client.open(post(server.uri("/"), ""), PATIENT)) {
      CompletableFuture<UpstreamFault> ended = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              assertEquals('x', response.body().read());
              reading.countDown();
              response.body().read();
            } catch (UpstreamFault e) {
              ended.complete(e);
            } catch (IOException | AssertionError e) {
              ended.completeExceptionally(e);
            }
          });
      reading.await();
      response.cancel();
      assertEquals(Kind.CANCELLED, ended.get(1, TimeUnit.SECONDS).kind());
      response.cancel();
    }
  }

  @Test
  void interruptingAVirtualThreadEndsItsExchange() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          asked.countDown();
          peer.hang();
        })) {
      CompletableFuture<Kind> ended = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> ended.complete(fault(post(server.uri("/"), ""), PATIENT).kind()));
      asked.await();
      thread.interrupt();
      assertEquals(Kind.CANCELLED, ended.get(1, TimeUnit.SECONDS));
    }
  }

  @Test
  void aClosedAnswerCannotReachTheConnectionAnyMore() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          while (true) {
            peer.request();
            peer.send(OK);
          }
        })) {
      UpstreamResponse first = client.open(post(server.uri("/"), ""), PATIENT);
      assertEquals(2, first.body().readAllBytes().length);
      first.close();
      try (UpstreamResponse second = client.open(post(server.uri("/"), ""), PATIENT)) {
        first.cancel();
        first.close();
        UpstreamFault fault = assertThrows(UpstreamFault.class, () -> first.body().read());
        assertEquals(Kind.CANCELLED, fault.kind());
        assertNotNull(second.body().readAllBytes());
      }
      assertEquals(1, server.accepted());
    }
  }
}
