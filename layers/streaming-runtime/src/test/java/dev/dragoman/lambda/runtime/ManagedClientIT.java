package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.EmulatedFunction;
import dev.dragoman.lambda.emulator.Invocation;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same function with the managed runtime's own client among its jars. */
class ManagedClientIT {

  private static final Path LAYER = Path.of("target/layer");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String THREAD_LOCAL =
      "software.amazon.awssdk.utilslite.SdkInternalThreadLocal";

  @TempDir Path work;

  private Answer answer(String samLocal) throws Exception {
    Path lib = Files.createDirectories(work.resolve("task/lib"));
    Files.copy(LAYER.resolve("java/lib/streaming-runtime.jar"), lib.resolve("runtime.jar"));
    try (RuntimeApiEmulator platform = RuntimeApiEmulator.start()) {
      Invocation invocation = platform.enqueue("hello");
      try (EmulatedFunction function =
          EmulatedFunction.of(platform, ProcessHandlers.Trivial.class.getName(), work)
              .layer(LAYER)
              .classes(ProcessHandlers.class)
              .managed(Class.forName(CLIENT), PojoSerializer.class, Class.forName(THREAD_LOCAL))
              .env("AWS_SAM_LOCAL", samLocal)
              .start()) {
        return invocation.await(LIMIT);
      }
    }
  }

  @Test
  void theWrapperPutsTheLoopInItsPlace() throws Exception {
    assertEquals("hello", answer("false").text());
  }

  @Test
  void underSamLocalItAnswersInTheProxyForm() throws Exception {
    Answer answer = answer("true");
    assertEquals(Answer.Mode.BUFFERED, answer.mode());
    assertEquals(
        "{\"statusCode\":200,\"headers\":{\"content-type\":\"text/plain\"},"
            + "\"body\":\"hello\",\"isBase64Encoded\":false}",
        new String(answer.body(), StandardCharsets.UTF_8));
  }
}
