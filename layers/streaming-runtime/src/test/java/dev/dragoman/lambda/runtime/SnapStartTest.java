package dev.dragoman.lambda.runtime;

import static dev.dragoman.lambda.runtime.LoopInTest.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapStartTest {

  private static final String ROOT = "/2018-06-01/runtime/";

  private LoopInTest loop;

  @BeforeEach
  void open() throws IOException {
    loop = new LoopInTest().env("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
  }

  private static final class Hooked implements RequestStreamHandler, SnapStartHooks {
    final List<String> done = new CopyOnWriteArrayList<>();
    private final String failing;

    Hooked(String failing) {
      this.failing = failing;
    }

    @Override
    public void beforeCheckpoint() throws IOException {
      step("before");
    }

    @Override
    public void afterRestore() throws IOException {
      step("after");
    }

    private void step(String name) throws IOException {
      done.add(name);
      if (name.equals(failing)) {
        throw new IOException(name + " failed");
      }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context) {
      done.add("event");
    }
  }

  @Test
  void theHooksRunAroundTheSnapshot() throws Exception {
    Hooked handler = new Hooked("");
    loop.start(handler);
    loop.platform.awaitCheckpoint(LIMIT);
    assertEquals(List.of("before"), handler.done);
    assertEquals(1, loop.platform.openConnections(), "only the one that waits to be restored");
    loop.platform.restore();
    loop.platform.enqueue("").await(LIMIT);
    assertEquals(List.of("before", "after", "event"), handler.done);
    assertEquals(
        List.of(
            "GET " + ROOT + "restore/next HTTP/1.1", "GET " + ROOT + "invocation/next HTTP/1.1"),
        loop.platform.requests().subList(0, 2));
  }

  @Test
  void aHandlerWithoutHooksIsRestoredToo() throws Exception {
    loop.start((event, out, context) -> {});
    loop.platform.awaitCheckpoint(LIMIT);
    loop.platform.restore();
    loop.platform.enqueue("").await(LIMIT);
  }

  @Test
  void aFaultBeforeTheSnapshotIsAFaultOfTheStart() throws Exception {
    loop.start(new Hooked("before"));
    assertEquals(64, loop.exit());
    Report report = loop.platform.initErrors().await(LIMIT);
    assertEquals("Runtime.BeforeCheckpointError", report.type());
    assertEquals("before failed", report.error().get("errorMessage"));
    assertEquals(List.of("POST " + ROOT + "init/error HTTP/1.1"), loop.platform.requests());
  }

  @Test
  void aFaultAfterTheRestoreIsReportedAsSuch() throws Exception {
    loop.start(new Hooked("after"));
    loop.platform.awaitCheckpoint(LIMIT);
    loop.platform.restore();
    assertEquals(64, loop.exit());
    Report report = loop.platform.restoreErrors().await(LIMIT);
    assertEquals("Runtime.AfterRestoreError", report.type());
    assertEquals("after failed", report.error().get("errorMessage"));
    assertTrue(loop.platform.initErrors().isEmpty());
  }
}
