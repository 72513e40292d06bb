package dev.dragoman.lambda.runtime;

import static dev.dragoman.lambda.runtime.LoopInTest.LIMIT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.Chunk;
import dev.dragoman.lambda.emulator.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {

  private LoopInTest loop;

  @BeforeEach
  void open() throws IOException {
    loop = new LoopInTest();
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theBytesOnTheWireAreThese() throws Exception {
    loop.start((event, out, context) -> {
      OutputStream body =
          StreamingResponse.begin(out, HttpPrelude.of(200, Map.of("content-type", "a/b")));
      body.write(event.readAllBytes());
      body.flush();
      body.write(utf8("two"));
    });
    Invocation invocation = loop.platform.enqueue("one");
    Answer answer = invocation.await(LIMIT);
    String prelude = "{\"statusCode\":200,\"headers\":{\"content-type\":\"a/b\"}}";
    assertEquals(
        "POST /2018-06-01/runtime/invocation/"
            + invocation.id()
            + "/response HTTP/1.1\r\n"
            + "Host: "
            + loop.platform.address()
            + "\r\n"
            + "User-Agent: streaming-runtime\r\n"
            + "Content-Type: application/vnd.awslambda.http-integration-response\r\n"
            + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
            + "Transfer-Encoding: chunked\r\n"
            + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n"
            + "Connection: close\r\n"
            + "\r\n"
            + Integer.toHexString(prelude.length() + 8 + 3)
            + "\r\n"
            + prelude
            + "\0".repeat(8)
            + "one\r\n"
            + "3\r\ntwo\r\n"
            + "0\r\n\r\n",
        new String(answer.wire(), StandardCharsets.UTF_8));
    assertTrue(answer.closed());
    assertEquals("onetwo", answer.text());
  }

  @Test
  void eachFlushIsOneChunkAndAnEmptyOneIsNone() throws Exception {
    loop.start((event, out, context) -> {
      ((StreamingOutput) out).contentType("text/plain");
      out.flush();
      for (String word : List.of("a", "b", "c")) {
        out.write(utf8(word));
        out.write(utf8(word));
        out.flush();
        out.flush();
      }
    });
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals(List.of("aa", "bb", "cc"), answer.chunks().stream().map(Chunk::text).toList());
    assertEquals("text/plain", answer.headers().get("content-type"));
    assertEquals(Map.of(), answer.trailers());
  }

  @Test
  void whatIsNotFlushedGoesOutInChunksOf32KiB() throws Exception {
    byte[] large = new byte[100_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) i;
    }
    loop.start((event, out, context) -> {
      ((StreamingOutput) out).contentType("application/octet-stream");
      out.write(large[0]);
      out.write(large, 1, large.length - 1);
    });
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertArrayEquals(large, answer.body());
    assertEquals(
        List.of(32_768, 32_768, 32_768, 1_696),
        answer.chunks().stream().map(chunk -> chunk.bytes().length).toList());
  }

  @Test
  void aChunkArrivesWhileTheHandlerStillRuns() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    loop.start((event, out, context) -> {
      OutputStream body = StreamingResponse.begin(out, HttpPrelude.of(200, Map.of()));
      body.write(utf8("early"));
      body.flush();
      await(seen);
      body.write(utf8(" late"));
    });
    Invocation invocation = loop.platform.enqueue("");
    assertTrue(invocation.firstChunk(LIMIT).text().endsWith("early"));
    seen.countDown();
    assertEquals("early late", invocation.await(LIMIT).text());
  }

  @Test
  void anAnswerWithoutAByteIsPostedWhole() throws Exception {
    loop.start((event, out, context) -> out.flush());
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals(Answer.Mode.BUFFERED, answer.mode());
    assertEquals(0, answer.body().length);
    assertEquals("application/json", answer.headers().get("content-type"));
  }

  @Test
  void aBufferedAnswerIsPostedWholeOnTheKeptConnection() throws Exception {
    loop.start((event, out, context) -> {
      ((StreamingOutput) out).buffered();
      out.write(utf8("{\"swept\":"));
      out.flush();
      out.write(utf8("3}"));
      out.close();
    });
    for (int i = 0; i < 3; i++) {
      Answer answer = loop.platform.enqueue("").await(LIMIT);
      assertEquals(Answer.Mode.BUFFERED, answer.mode());
      assertEquals("{\"swept\":3}", new String(answer.body(), StandardCharsets.UTF_8));
    }
    assertEquals(1, loop.platform.openConnections(), loop.platform.requests() + loop.err());
  }

  @Test
  void aPreludeCarriesCookiesAndHeadersOfSeveralValues() throws Exception {
    loop.start((event, out, context) ->
        StreamingResponse.begin(
                out,
                new HttpPrelude(
                    201,
                    Map.of("x-quote", "a\"b\\c\n\u0001é\uD83D\uDE00"),
                    Map.of("via", List.of("1", "2")),
                    List.of("k=v")))
            .write('!'));
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals(
        Map.of(
            "statusCode", 201,
            "headers", Map.of("x-quote", "a\"b\\c\n\u0001é\uD83D\uDE00"),
            "multiValueHeaders", Map.of("via", List.of("1", "2")),
            "cookies", List.of("k=v")),
        answer.prelude());
    assertEquals("!", answer.text());
  }

  @Test
  void choicesComeBeforeTheFirstByte() throws Exception {
    CompletableFuture<Boolean> refused = new CompletableFuture<>();
    loop.start((event, out, context) -> {
      StreamingOutput streaming = (StreamingOutput) out;
      assertThrows(IllegalArgumentException.class, () -> streaming.contentType("a\r\nb: c"));
      assertFalse(streaming.begun());
      streaming.contentType("text/plain").write('x');
      streaming.flush();
      assertThrows(IllegalStateException.class, () -> streaming.contentType("b"));
      assertThrows(IllegalStateException.class, streaming::buffered);
      refused.complete(streaming.begun());
    });
    assertNull(loop.platform.enqueue("").await(LIMIT).errorType());
    assertTrue(refused.get());
  }

  @Test
  void aWriteAfterTheEndIsRefused() throws Exception {
    CompletableFuture<OutputStream> kept = new CompletableFuture<>();
    loop.start((event, out, context) -> {
      kept.complete(out);
      ((StreamingOutput) out).contentType("text/plain").write('x');
      out.close();
      assertThrows(IOException.class, () -> out.write('y'));
    });
    assertEquals(1, loop.platform.enqueue("").await(LIMIT).body().length);
    assertThrows(IOException.class, () -> kept.get().write('z'));
  }

  static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
