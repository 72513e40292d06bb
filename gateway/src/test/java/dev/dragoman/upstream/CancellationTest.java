package dev.dragoman.upstream;

import static dev.dragoman.upstream.UpstreamClientTest.OK;
import static dev.dragoman.upstream.UpstreamClientTest.PATIENT;
import static dev.dragoman.upstream.UpstreamClientTest.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancellationTest {
  private static final String STREAM = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final UpstreamClient client = new UpstreamClient(InstantSource.system());
  private final Cancellation cancellation = new Cancellation();

  @AfterEach
  void close() {
    client.close();
  }

  /** How an exchange ended, on a thread of either sort, that was cancelled while it waited. */
  private void isCancelled(URI uri, String body, CountDownLatch waiting) throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
      Cancellation each = new Cancellation();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      CompletableFuture<Kind> ended = new CompletableFuture<>();
      builder.start(() -> {
        try (UpstreamResponse response = client.open(post(uri, body), PATIENT, each)) {
          response.body().readAllBytes();
        } catch (UpstreamFault e) {
          ended.complete(e.kind());
        } catch (IOException e) {
          ended.completeExceptionally(e);
        }
        interrupted.complete(Thread.currentThread().isInterrupted());
      });
      waiting.await();
      assertFalse(each.pause(SOON));
      assertFalse(ended.isDone());
      each.cancel();
      assertEquals(Kind.CANCELLED, ended.get(1, TimeUnit.SECONDS));
      assertFalse(interrupted.get(1, TimeUnit.SECONDS));
      assertEquals(0, client.kept());
    }
  }

  private static CountDownLatch none() {
    return new CountDownLatch(0);
  }

  @Test
  void itEndsAConnectionThatIsNotTaken() throws Exception {
    try (FullServer full = new FullServer()) {
      isCancelled(full.uri(), "", none());
    }
  }

  @Test
  void itEndsATlsHandshakeThatIsNotAnswered() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      isCancelled(URI.create("https://127.0.0.1:" + silent.getLocalPort()), "", none());
    }
  }

  @Test
  void itEndsARequestThatIsNotTaken() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::hang)) {
      isCancelled(server.uri("/"), "x".repeat(32 * 1024 * 1024), none());
    }
  }

  @Test
  void itEndsTheWaitForAnAnswerAndSendsNothingAgain() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          asked.countDown();
          peer.hang();
        })) {
      isCancelled(server.uri("/"), "", asked);
      assertEquals(2, server.accepted());
    }
  }

  @Test
  void itEndsAnAnswerThatKeepsComing() throws Exception {
    CountDownLatch dripping = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(STREAM);
          while (true) {
            peer.send("1\r\nx\r\n");
            dripping.countDown();
            Thread.sleep(1);
          }
        })) {
      isCancelled(server.uri("/"), "", dripping);
    }
  }

  @Test
  void itEndsTheWaitOnAKeptConnectionAndSendsNothingAgain() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).request();
          cancellation.cancel();
          peer.hang();
        })) {
      try (UpstreamResponse response = client.open(post(server.uri("/"), ""), PATIENT)) {
        assertEquals(2, response.body().readAllBytes().length);
      }
      assertEquals(Kind.CANCELLED, refusal(server.uri("/"), cancellation));
      assertEquals(1, server.accepted());
    }
  }

  private Kind refusal(URI uri, Cancellation by) {
    return assertThrows(UpstreamFault.class, () -> client.open(post(uri, ""), PATIENT, by)).kind();
  }

  @Test
  void onceSaidNothingIsSentForIt() throws IOException {
    cancellation.cancel();
    assertTrue(cancellation.cancelled());
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::request)) {
      assertEquals(Kind.CANCELLED, refusal(server.uri("/"), cancellation));
      assertEquals(0, server.accepted());
    }
    assertEquals(Kind.CANCELLED, refusal(URI.create("http://no-such-host.invalid"), cancellation));
  }

  @Test
  void whatHadArrivedIsNotGivenAnyMoreAndItsConnectionNotKept() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).hang();
        })) {
      try (UpstreamResponse response =
          client.open(post(server.uri("/"), ""), PATIENT, cancellation)) {
        assertEquals('o', response.body().read());
        cancellation.cancel();
        assertEquals(0, response.body().available());
        UpstreamFault fault =
            assertThrows(UpstreamFault.class, () -> response.body().read(new byte[1]));
        assertEquals(Kind.CANCELLED, fault.kind());
      }
      assertEquals(0, client.kept());
    }
  }

  @Test
  void itEndsAllExchangesThatAreUnderWayAndNoneThatIsOver() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          while (true) {
            peer.request();
            peer.send(OK);
          }
        })) {
      UpstreamResponse one = client.open(post(server.uri("/"), ""), PATIENT, cancellation);
      UpstreamResponse two = client.open(post(server.uri("/"), ""), PATIENT, cancellation);
      UpstreamResponse done = client.open(post(server.uri("/"), ""), PATIENT, cancellation);
      assertEquals(2, done.body().readAllBytes().length);
      done.close();
      cancellation.cancel();
      cancellation.cancel();
      for (UpstreamResponse each : List.of(one, two)) {
        assertThrows(UpstreamFault.class, () -> each.body().read());
        each.close();
      }
      assertEquals(1, client.kept());
      try (UpstreamResponse next = client.open(post(server.uri("/"), ""), PATIENT)) {
        assertEquals(2, next.body().readAllBytes().length);
      }
      assertEquals(3, server.accepted());
    }
  }

  @Test
  void aPauseLastsUntilItsEndOrUntilItIsSaid() throws Exception {
    long begun = System.nanoTime();
    assertFalse(cancellation.pause(SOON));
    assertTrue(System.nanoTime() - begun >= SOON.toNanos());
    assertFalse(cancellation.pause(Duration.ZERO));
    assertFalse(cancellation.pause(LONG.negated()));
    CompletableFuture<Boolean> said = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> said.complete(cancellation.pause(Duration.ofSeconds(Long.MAX_VALUE))));
    cancellation.cancel();
    assertTrue(said.get(1, TimeUnit.SECONDS));
    assertTrue(cancellation.pause(LONG));
    assertTrue(cancellation.pause(Duration.ZERO));
  }

  @Test
  void anInterruptEndsAPauseAndIsKept() throws Exception {
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread pausing =
        Thread.ofVirtual()
            .start(() ->
                kept.complete(cancellation.pause(LONG) && Thread.currentThread().isInterrupted()));
    pausing.interrupt();
    assertTrue(kept.get(1, TimeUnit.SECONDS));
    assertFalse(cancellation.cancelled());
  }
}
