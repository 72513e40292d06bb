package dev.dragoman.lambda.runtime;

import static dev.dragoman.lambda.runtime.LoopInTest.LIMIT;
import static dev.dragoman.lambda.runtime.StreamedAnswerTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.Event;
import dev.dragoman.lambda.emulator.Fault;
import dev.dragoman.lambda.emulator.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {

  private LoopInTest loop;

  @BeforeEach
  void open() throws IOException {
    loop = new LoopInTest();
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
  }

  private static OutputStream text(OutputStream out) {
    return ((StreamingOutput) out).contentType("text/plain");
  }

  /** Does what the event says. */
  static final class Obedient implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
        throws IOException {
      String said = new String(event.readAllBytes(), StandardCharsets.UTF_8);
      text(out);
      switch (said) {
        case "throw" -> throw new IllegalStateException("before");
        case "throw after bytes" -> {
          out.write('x');
          throw new IllegalStateException("held back");
        }
        case "throw mid-stream" -> {
          out.write('x');
          out.flush();
          out.write('y');
          throw new IllegalStateException("mid-stream");
        }
        case "nothing" -> {}
        case "chunks" -> {
          for (int i = 0; i < 5; i++) {
            out.write(new byte[20_000]);
            out.flush();
          }
        }
        default -> out.write(said.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aFaultBeforeTheFirstByteIsAnError() throws Exception {
    loop.start(new Obedient());
    for (String event : List.of("throw", "throw after bytes")) {
      Answer answer = loop.platform.enqueue(event).await(LIMIT);
      assertEquals(Answer.Mode.ERROR, answer.mode());
      assertEquals("Runtime.UserException", answer.errorType());
      assertEquals("java.lang.IllegalStateException", answer.error().get("errorType"));
      assertTrue(String.valueOf(answer.error().get("stackTrace")).contains("handleRequest"));
    }
    assertEquals("alive", text(loop.platform.enqueue("alive").await(LIMIT)));
    assertTrue(loop.err().contains("IllegalStateException: before"));
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void aFaultMidStreamIsToldInTrailers() throws Exception {
    loop.start(new Obedient());
    Answer answer = loop.platform.enqueue("throw mid-stream").await(LIMIT);
    assertEquals(Answer.Mode.STREAMING, answer.mode());
    assertEquals("xy", text(answer));
    assertEquals("Runtime.UserException", answer.errorType());
    assertEquals("mid-stream", answer.error().get("errorMessage"));
    assertTrue(answer.closed());
    String wire = new String(answer.wire(), StandardCharsets.UTF_8);
    assertTrue(
        wire.contains(
                "\r\n0\r\nLambda-Runtime-Function-Error-Type: Runtime.UserException\r\n"
                    + "Lambda-Runtime-Function-Error-Body: ")
            && wire.endsWith("\r\n\r\n"));
    assertEquals("alive", text(loop.platform.enqueue("alive").await(LIMIT)));
  }

  @Test
  void aLongFaultIsCutToWhatTheTrailersHold() throws Exception {
    loop.start((event, out, context) -> {
      text(out).write('x');
      out.flush();
      throw new IllegalStateException("é\n".repeat(50_000));
    });
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals("java.lang.IllegalStateException", answer.error().get("errorType"));
  }

  @Test
  void aFaultThatLeavesAClosedStreamIsStillReported() throws Exception {
    loop.start((event, out, context) -> {
      try (Writer writer = new OutputStreamWriter(text(out), StandardCharsets.UTF_8)) {
        writer.write("half");
        throw new IllegalStateException("the other half");
      }
    });
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals("half", text(answer));
    assertEquals("the other half", answer.error().get("errorMessage"));
  }

  @Test
  void anAnswerThePlatformResetsIsSurvived() throws Exception {
    loop.start(new Obedient());
    for (int chunks = 0; chunks < 3; chunks++) {
      Event event = Event.of("chunks").meeting(new Fault.ResetAfter(chunks));
      assertEquals(Answer.Mode.CUT, loop.platform.enqueue(event).await(LIMIT).mode());
      assertEquals("alive", text(loop.platform.enqueue("alive").await(LIMIT)));
    }
    assertTrue(loop.err().contains("the answer did not arrive"));
  }

  @Test
  void aRefusedAnswerIsLoggedAndTheLoopGoesOn() throws Exception {
    loop.start(new Obedient());
    loop.platform.enqueue(Event.of("x").meeting(new Fault.Refuse(413, false))).await(LIMIT);
    loop.platform.enqueue(Event.of("nothing").meeting(new Fault.Refuse(403, false))).await(LIMIT);
    loop.platform.enqueue(Event.of("throw").meeting(new Fault.Refuse(500, false))).await(LIMIT);
    loop.platform.enqueue(Event.of("chunks").meeting(new Fault.Refuse(418, true))).await(LIMIT);
    assertEquals("alive", text(loop.platform.enqueue("alive").await(LIMIT)));
    for (int status : List.of(413, 403, 500)) {
      assertTrue(loop.err().contains("the answer got " + status), loop.err());
    }
  }

  @Test
  void aNextThatGoesWrongIsAskedAgain() throws Exception {
    loop.platform.failNext(
        new Fault.Close(),
        new Fault.Status(500),
        new Fault.NoRequestId(),
        new Fault.Slow(Duration.ofMillis(20)),
        new Fault.Close());
    loop.start(new Obedient());
    assertEquals("one", text(loop.platform.enqueue("one").await(LIMIT)));
    assertEquals("two", text(loop.platform.enqueue("two").await(LIMIT)));
    assertFalse(loop.ended());
  }

  @Test
  void whenNoNextSucceedsTheProcessEnds() throws Exception {
    for (int i = 0; i < Poller.PATIENCE; i++) {
      loop.platform.failNext(i % 2 == 0 ? new Fault.NoRequestId() : new Fault.Status(403));
    }
    loop.start(new Obedient());
    assertEquals(Poller.EXIT_NO_EVENTS, loop.exit());
  }

  @Test
  void aHandlerThatCannotBeMadeIsAFaultOfTheStart() throws Exception {
    loop.start(() -> {
      throw new IllegalStateException("no constructor");
    });
    assertEquals(1, loop.exit());
    var report = loop.platform.initErrors().await(LIMIT);
    assertEquals("Runtime.BadFunctionCode", report.type());
    assertEquals("no constructor", report.error().get("errorMessage"));
    assertEquals(List.of("POST /2018-06-01/runtime/init/error HTTP/1.1"), loop.platform.requests());
  }

  @Test
  void aBrokenVirtualMachineIsReportedAndThenEnded() throws Exception {
    loop.start((event, out, context) -> {
      throw new OutOfMemoryError("of the test's own");
    });
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals(Answer.Mode.ERROR, answer.mode());
    assertEquals("java.lang.OutOfMemoryError", answer.error().get("errorType"));
    assertEquals(-Poller.EXIT_BROKEN, loop.exit());
  }

  @Test
  void aStackOverflowMidStreamIsToldInTrailersAndThenEnds() throws Exception {
    loop.start((event, out, context) -> {
      text(out).write('x');
      out.flush();
      deeper(0);
    });
    Answer answer = loop.platform.enqueue("").await(LIMIT);
    assertEquals("java.lang.StackOverflowError", answer.error().get("errorType"));
    assertEquals(-Poller.EXIT_BROKEN, loop.exit());
  }

  private static long deeper(long depth) {
    return depth < 0 ? depth : 1 + deeper(depth + 1);
  }

  @Test
  void othersAnswerBeforeTheProcessEnds() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    loop.env("AWS_LAMBDA_MAX_CONCURRENCY", "2");
    loop.start((event, out, context) -> {
      if (event.read() == 'b') {
        await(inHand);
        throw new StackOverflowError();
      }
      inHand.countDown();
      await(go);
      text(out).write('a');
    });
    Invocation good = loop.platform.enqueue("a");
    Invocation bad = loop.platform.enqueue("b");
    assertEquals(Answer.Mode.ERROR, bad.await(LIMIT).mode());
    assertFalse(loop.ended());
    go.countDown();
    assertEquals("a", text(good.await(LIMIT)));
    assertEquals(-Poller.EXIT_BROKEN, loop.exit());
  }

  @Test
  void ofTwoThousandWithFaultsAmongThemEachIsAnsweredOnce() throws Exception {
    Random random = new Random(20_261_123);
    List<String> events =
        List.of("throw", "throw after bytes", "throw mid-stream", "nothing", "chunks", "text");
    List<Fault.OfAnswer> faults =
        List.of(new Fault.ResetAfter(0), new Fault.ResetAfter(1), new Fault.Refuse(413, false));
    List<Fault.OfNext> nextFaults =
        List.of(new Fault.Close(), new Fault.Status(500), new Fault.NoRequestId());
    List<Invocation> all = new ArrayList<>();
    loop.env("AWS_LAMBDA_MAX_CONCURRENCY", "4");
    loop.start(new Obedient());
    for (int batch = 0; batch < 40; batch++) {
      loop.platform.failNext(nextFaults.get(random.nextInt(nextFaults.size())));
      all.clear();
      for (int i = 0; i < 50; i++) {
        Event event = Event.of(events.get(random.nextInt(events.size())));
        if (random.nextInt(10) == 0) {
          event = event.meeting(faults.get(random.nextInt(faults.size())));
        }
        all.add(loop.platform.enqueue(event));
      }
      for (Invocation invocation : all) {
        invocation.await(LIMIT);
        assertEquals(1, invocation.delivered());
      }
    }
    assertEquals(List.of(), loop.platform.violations());
    assertFalse(loop.ended());
  }
}
