package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.Chunk;
import dev.dragoman.lambda.emulator.EmulatedFunction;
import dev.dragoman.lambda.emulator.Invocation;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions as processes, started by the layer's wrapper as a managed runtime would. */
class StreamingProcessIT {

  private static final Path LAYER = Path.of("target/layer");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path work;
  private RuntimeApiEmulator platform;

  @BeforeEach
  void open() throws IOException {
    platform = RuntimeApiEmulator.start();
  }

  @AfterEach
  void close() throws IOException {
    platform.close();
  }

  private EmulatedFunction.Builder function(Class<?> handler) throws Exception {
    return EmulatedFunction.of(platform, handler.getName(), work)
        .layer(LAYER)
        .classes(ProcessHandlers.class);
  }

  @Test
  void chunksArriveWhenTheyAreFlushed() throws Exception {
    Invocation invocation = platform.enqueue("");
    try (EmulatedFunction function = function(ProcessHandlers.Paced.class).start()) {
      List<Chunk> chunks = invocation.await(LIMIT).chunks();
      assertEquals(5, chunks.size(), function.err());
      for (int i = 1; i < chunks.size(); i++) {
        long gap = Duration.ofNanos(chunks.get(i).nanos() - chunks.get(i - 1).nanos()).toMillis();
        assertTrue(gap > 100, "gap " + i + " was " + gap + " ms");
      }
    }
  }

  @Test
  void theLayerHoldsTheWrapperAndAJarOfNothingElse() throws Exception {
    assertTrue(Files.isExecutable(LAYER.resolve("streaming-runtime")));
    try (JarFile jar = new JarFile(LAYER.resolve("java/lib/streaming-runtime.jar").toFile())) {
      List<String> foreign =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class"))
              .filter(name -> !name.startsWith("dev/dragoman/lambda/runtime/"))
              .toList();
      assertEquals(List.of(), foreign);
    }
  }

  @Test
  void theHandlerKnowsThatItStreamsAndRunsFromItsOwnFolder() throws Exception {
    Invocation invocation = platform.enqueue("");
    try (EmulatedFunction function = function(ProcessHandlers.Telling.class).start()) {
      Answer answer = invocation.await(LIMIT);
      List<String> told = new String(answer.body(), StandardCharsets.UTF_8).lines().toList();
      assertEquals("1", told.get(0));
      assertEquals("URLClassLoader", told.get(1));
      assertEquals("true", told.get(2));
      assertTrue(
          told.get(3).endsWith(":" + LAYER.toAbsolutePath() + "/java/lib/streaming-runtime.jar"));
      assertEquals("emulated", told.get(4));
      function.close();
      assertEquals("a line of the handler's\n", function.out());
      assertEquals("", function.err());
    }
  }

  @Test
  void aFunctionThatPacksTheRuntimeTooStillStreams() throws Exception {
    Path lib = Files.createDirectories(work.resolve("task/lib"));
    Files.copy(
        LAYER.resolve("java/lib/streaming-runtime.jar"),
        lib.resolve("lambda-streaming-runtime.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    Invocation invocation = platform.enqueue("hello");
    try (EmulatedFunction function = function(ProcessHandlers.Trivial.class).start()) {
      Answer answer = invocation.await(LIMIT);
      assertEquals(Answer.Mode.STREAMING, answer.mode(), function.err());
      assertEquals("hello", answer.text());
    }
  }

  @Test
  void aHandlerThatCannotBeMadeEndsTheProcess() throws Exception {
    try (EmulatedFunction function = function(ProcessHandlers.Unmakeable.class).start()) {
      var report = platform.initErrors().await(LIMIT);
      assertEquals("Runtime.BadFunctionCode", report.type());
      assertEquals("not today", report.error().get("errorMessage"));
      assertEquals(1, function.awaitExit(LIMIT));
      assertTrue(function.err().contains("not today"));
    }
    try (EmulatedFunction function =
        EmulatedFunction.of(platform, "no.Such", work).layer(LAYER).start()) {
      assertEquals(
          "java.lang.ClassNotFoundException",
          platform.initErrors().await(LIMIT).error().get("errorType"));
      assertEquals(1, function.awaitExit(LIMIT));
    }
  }

  @Test
  void anExhaustedHeapIsReportedAndEndsTheProcess() throws Exception {
    for (String event : List.of("before", "streaming")) {
      Invocation invocation = platform.enqueue(event);
      try (EmulatedFunction function =
          function(ProcessHandlers.Greedy.class).java("-Xmx32m").start()) {
        Answer answer = invocation.await(LIMIT);
        assertEquals("java.lang.OutOfMemoryError", answer.error().get("errorType"));
        assertEquals(
            event.equals("before") ? Answer.Mode.ERROR : Answer.Mode.STREAMING, answer.mode());
        assertEquals(1, function.awaitExit(LIMIT));
      }
    }
  }

  @Test
  void aSnapshotIsTakenBetweenTheHooks() throws Exception {
    Invocation invocation = platform.enqueue("restored");
    try (EmulatedFunction function =
        function(ProcessHandlers.Hooked.class)
            .env("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
            .start()) {
      platform.awaitCheckpoint(LIMIT);
      assertEquals(1, platform.openConnections());
      platform.restore();
      assertEquals("restored", invocation.await(LIMIT).text());
      function.close();
      assertEquals("before\nafter\n", function.out());
    }
  }

  @Test
  void aHookThatFailsEndsTheProcess() throws Exception {
    platform.restore();
    for (String hook : List.of("before", "after")) {
      try (EmulatedFunction function =
          function(ProcessHandlers.Hooked.class)
              .env("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
              .env("FAILING_HOOK", hook)
              .start()) {
        var reports = hook.equals("before") ? platform.initErrors() : platform.restoreErrors();
        assertEquals(hook + " failed", reports.await(LIMIT).error().get("errorMessage"));
        assertEquals(64, function.awaitExit(LIMIT));
      }
    }
  }

  /** A figure to read, not to hold it to: start of the process to the first byte of the answer. */
  @Test
  void theTimeToTheFirstByteIsTold() throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Invocation invocation = platform.enqueue("x");
      try (EmulatedFunction function = function(ProcessHandlers.Trivial.class).start()) {
        times.add(function.until(invocation.firstChunk(LIMIT)));
        invocation.await(LIMIT);
      }
    }
    Collections.sort(times);
    System.out.println(
        "process start to first byte, median of 5: " + times.get(2).toMillis() + " ms " + times);
  }
}
