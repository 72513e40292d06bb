package dev.dragoman.lambda.runtime;

import static dev.dragoman.lambda.runtime.LoopInTest.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.Event;
import dev.dragoman.lambda.emulator.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContextTest {

  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  private final BlockingQueue<Context> seen = new LinkedBlockingQueue<>();
  private LoopInTest loop;

  @BeforeEach
  void open() throws IOException {
    loop = new LoopInTest();
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
  }

  private Context contextOf(Event event) throws InterruptedException {
    Invocation invocation = loop.platform.enqueue(event);
    Context context = seen.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    assertEquals(invocation.id(), context.getAwsRequestId());
    assertEquals(Answer.Mode.BUFFERED, invocation.await(LIMIT).mode());
    return context;
  }

  @Test
  void theContextSaysWhatThePlatformSaid() throws Exception {
    loop.env("AWS_LAMBDA_FUNCTION_NAME", "name")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "7")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", "group")
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "stream")
        .start((event, out, context) -> seen.add(context));
    Context context =
        contextOf(
            Event.of("")
                .due(Instant.now().plusSeconds(30))
                .with("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x")
                .with("Lambda-Runtime-Aws-Tenant-Id", "tenant")
                .with(
                    "Lambda-Runtime-Cognito-Identity",
                    "{\"cognitoIdentityId\":\"i\",\"cognitoIdentityPoolId\":\"p\"}")
                .with(
                    "Lambda-Runtime-Client-Context",
                    "{\"client\":{\"installation_id\":\"one\",\"app_title\":\"\\u00e9\"},"
                        + "\"custom\":{\"k\":\"v\",\"n\":1},\"env\":{\"locale\":\"de\"},"
                        + "\"services\":[{}]}"));
    assertEquals("name", context.getFunctionName());
    assertEquals("7", context.getFunctionVersion());
    assertEquals(512, context.getMemoryLimitInMB());
    assertEquals("group", context.getLogGroupName());
    assertEquals("stream", context.getLogStreamName());
    assertEquals("arn:aws:lambda:x", context.getInvokedFunctionArn());
    assertEquals("tenant", context.getTenantId());
    assertEquals("i", context.getIdentity().getIdentityId());
    assertEquals("p", context.getIdentity().getIdentityPoolId());
    ClientContext client = context.getClientContext();
    assertEquals("one", client.getClient().getInstallationId());
    assertEquals("é", client.getClient().getAppTitle());
    assertNull(client.getClient().getAppPackageName());
    assertEquals(Map.of("k", "v", "n", "1"), client.getCustom());
    assertEquals(Map.of("locale", "de"), client.getEnvironment());
    int left = context.getRemainingTimeInMillis();
    assertTrue(left > 0 && left <= 30_000, "left: " + left);
  }

  @Test
  void headersThatCannotBeReadAreLeftOut() throws Exception {
    loop.start((event, out, context) -> seen.add(context));
    for (String bad : List.of("{", "[]", "{\"client\":3}", "null", "x", "{\"a\":1}}")) {
      Context context =
          contextOf(
              Event.of("")
                  .with("Lambda-Runtime-Client-Context", bad)
                  .with("Lambda-Runtime-Cognito-Identity", "{\"cognitoIdentityId\":")
                  .with("Lambda-Runtime-Deadline-Ms", "soon"));
      assertEquals(bad.equals("{\"a\":1}") ? "" : null, context.getClientContext());
      assertNull(context.getIdentity());
      assertEquals(Integer.MAX_VALUE, context.getRemainingTimeInMillis());
    }
    assertTrue(loop.err().contains("the client context is left out"));
    assertEquals(0, contextOf(Event.of("").due(Instant.EPOCH)).getRemainingTimeInMillis());
  }

  @Test
  void theTraceIdIsAPropertyForOnePollerAndClearedWhenAbsent() throws Exception {
    BlockingQueue<String> properties = new LinkedBlockingQueue<>();
    loop.start((event, out, context) -> {
      properties.add(String.valueOf(System.getProperty(TRACE)));
      seen.add(context);
    });
    Context traced = contextOf(Event.of("").with("Lambda-Runtime-Trace-Id", "Root=1"));
    assertEquals("Root=1", traced.getXrayTraceId());
    assertEquals("Root=1", properties.take());
    assertNull(contextOf(Event.of("")).getXrayTraceId());
    assertEquals("null", properties.take());
  }

  @Test
  void fourInvocationsAtOnceKeepApart() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    loop.env("AWS_LAMBDA_MAX_CONCURRENCY", "4");
    loop.start((event, out, context) -> {
      ((StreamingOutput) out).contentType("text/plain");
      byte[] body = event.readAllBytes();
      for (int i = 0; i < 50; i++) {
        meet(together);
        out.write(body);
        out.write((context.getXrayTraceId() + ";").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      assertNull(System.getProperty(TRACE));
    });
    List<Invocation> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(loop.platform.enqueue(Event.of("e" + i).with("Lambda-Runtime-Trace-Id", "t" + i)));
    }
    for (int i = 0; i < 8; i++) {
      Answer answer = all.get(i).await(LIMIT);
      assertEquals(
          ("e" + i + "t" + i + ";").repeat(50), new String(answer.body(), StandardCharsets.UTF_8));
      assertEquals(50, answer.chunks().size());
      assertNull(answer.errorType());
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLoggerWritesLinesOfTextOrOfJson() throws Exception {
    loop.start((event, out, context) -> {
      context.getLogger().log("plain");
      context.getLogger().log("bytes\n".getBytes(StandardCharsets.UTF_8));
    });
    loop.platform.enqueue("").await(LIMIT);
    assertEquals("plain\nbytes\n", loop.out());
    try (LoopInTest json = new LoopInTest().env("AWS_LAMBDA_LOG_FORMAT", "JSON")) {
      json.start((event, out, context) -> context.getLogger().log("a\n\"b\"", LogLevel.ERROR));
      Invocation invocation = json.platform.enqueue("");
      invocation.await(LIMIT);
      Map<String, ?> line = Json.object(json.out());
      assertEquals("ERROR", line.get("level"));
      assertEquals("a\n\"b\"", line.get("message"));
      assertEquals(invocation.id(), line.get("AWSRequestId"));
      assertFalse(json.out().trim().contains("\n"));
    }
  }
}
