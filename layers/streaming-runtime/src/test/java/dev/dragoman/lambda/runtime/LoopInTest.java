package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The loop in the test's own process, against the emulator. */
final class LoopInTest implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(20);

  final RuntimeApiEmulator platform;
  private final Map<String, String> env = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private @Nullable Thread thread;

  LoopInTest() throws IOException {
    platform = RuntimeApiEmulator.start();
    env.put("AWS_LAMBDA_RUNTIME_API", platform.address());
  }

  LoopInTest env(String name, String value) {
    env.put(name, value);
    return this;
  }

  LoopInTest start(RequestStreamHandler handler) {
    return start(() -> handler);
  }

  LoopInTest start(StreamingRuntime.Loader loader) {
    Settings settings = Settings.of(env, "in.Test");
    LogLines log =
        new LogLines(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            settings.jsonLog(),
            LogLevel.UNDEFINED,
            Clock.systemUTC());
    StreamingRuntime runtime =
        new StreamingRuntime(
            settings,
            log,
            Clock.systemUTC(),
            (code, broken) -> exit.complete(broken ? -code : code),
            1);
    thread = Thread.ofPlatform().daemon().name("poller-0").start(() -> runtime.run(loader));
    return this;
  }

  /** The exit code; negative when the process would have been halted. */
  int exit() throws Exception {
    return exit.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean ended() {
    return exit.isDone();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits for the loop too: it would knock at the next test's platform if that got this port. */
  @Override
  public void close() throws IOException {
    try {
      platform.close();
    } finally {
      if (thread != null) {
        thread.interrupt();
        join(thread);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(LIMIT)) {
        throw new AssertionError("the loop does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
