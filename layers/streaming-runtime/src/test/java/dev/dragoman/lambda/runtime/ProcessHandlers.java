package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Handlers for functions that run as processes; their classes are copied into the function. */
final class ProcessHandlers {

  private ProcessHandlers() {}

  /** Answers one chunk at once. */
  public static class Trivial implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
        throws IOException {
      HttpPrelude prelude = HttpPrelude.of(200, Map.of("content-type", "text/plain"));
      try (OutputStream body = StreamingResponse.begin(out, prelude)) {
        body.write(event.readAllBytes());
        body.flush();
      }
    }
  }

  /** Writes five chunks, 200 ms apart. */
  public static class Paced implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
        throws IOException {
      OutputStream body = StreamingResponse.begin(out, HttpPrelude.of(200, Map.of()));
      for (int i = 0; i < 5; i++) {
        body.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
        pause();
      }
    }

    private static void pause() throws IOException {
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Tells where it runs. */
  public static class Telling implements RequestStreamHandler {
    @SuppressWarnings("ReferenceEquality") // the same class loader
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
        throws IOException {
      ((StreamingOutput) out).contentType("text/plain");
      context.getLogger().log("a line of the handler's");
      List<String> told =
          List.of(
              String.valueOf(System.getenv("STREAMING_RUNTIME")),
              getClass().getClassLoader().getClass().getSimpleName(),
              String.valueOf(
                  Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()),
              System.getProperty("java.class.path"),
              context.getFunctionName());
      out.write(String.join("\n", told).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Cannot be made. */
  public static class Unmakeable extends Trivial {
    public Unmakeable() {
      throw new IllegalStateException("not today");
    }
  }

  /** Fills the heap, after a first chunk if the event says so. */
  public static class Greedy implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
        throws IOException {
      ((StreamingOutput) out).contentType("text/plain");
      if (event.read() == 's') {
        out.write('x');
        out.flush();
      }
      List<byte[]> held = new ArrayList<>();
      while (held.size() < Integer.MAX_VALUE) {
        held.add(new byte[1 << 20]);
      }
    }
  }

  /** Has hooks around its snapshot. */
  public static class Hooked extends Trivial implements SnapStartHooks {
    @Override
    public void beforeCheckpoint() {
      step("before");
    }

    @Override
    public void afterRestore() {
      step("after");
    }

    private static void step(String name) {
      System.out.println(name);
      if (name.equals(System.getenv("FAILING_HOOK"))) {
        throw new IllegalStateException(name + " failed");
      }
    }
  }
}
