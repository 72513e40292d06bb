package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.EmulatedFunction;
import dev.dragoman.lambda.emulator.Invocation;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packed function under the managed runtime's own client, which collects answers. */
@SuppressWarnings("try") // an interrupted close is a failed test
class ManagedRuntimeIT {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String THREAD_LOCAL =
      "software.amazon.awssdk.utilslite.SdkInternalThreadLocal";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path work;

  private EmulatedFunction.Builder function(RuntimeApiEmulator platform) throws Exception {
    return EmulatedFunction.of(platform, MessagesFunction.class.getName(), work)
        .task(Path.of("target/function"))
        .managed(Class.forName(CLIENT), PojoSerializer.class, Class.forName(THREAD_LOCAL))
        .env("LITELLM_MASTER_KEY", "sk-1234567890");
  }

  private static void assertAnswersWhole(RuntimeApiEmulator platform, EmulatedFunction.Builder made)
      throws Exception {
    String event = Files.readString(Path.of("../events/rest-messages-streaming.json"));
    Invocation invocation = platform.enqueue(event);
    try (EmulatedFunction function = made.start()) {
      Answer answer = invocation.await(LIMIT);
      assertEquals(Answer.Mode.BUFFERED, answer.mode(), function.err());
      JsonNode json = JsonMapper.shared().readTree(answer.body());
      assertEquals(200, json.get("statusCode").intValue());
      assertTrue(json.get("body").asString().contains("event: message_stop"));
      String log =
          function
              .out()
              .lines()
              .filter(line -> line.contains("COMPLETED"))
              .findFirst()
              .orElseThrow();
      assertTrue(JsonMapper.shared().readTree(log).has("requestId"), log);
    }
  }

  @Test
  void withoutTheLayerAnAnswerComesWhole() throws Exception {
    try (RuntimeApiEmulator platform = RuntimeApiEmulator.start()) {
      assertAnswersWhole(platform, function(platform));
    }
  }

  @Test
  void underSamLocalTheDemoModelAnswersWhole() throws Exception {
    try (RuntimeApiEmulator platform = RuntimeApiEmulator.start()) {
      EmulatedFunction.Builder made =
          function(platform)
              .layer(Path.of("../layers/streaming-runtime/target/layer"))
              .env("AWS_SAM_LOCAL", "true")
              .env("DRAGOMAN_MAPPINGS_TABLE", "MappingsTable")
              .env("DRAGOMAN_USAGE_TABLE", "UsageTable")
              .env("DRAGOMAN_TRAFFIC_TABLE", "TrafficTable")
              .env("DRAGOMAN_ACCESS_TABLE", "AccessTable")
              .env("DRAGOMAN_ACCOUNTS_TABLE", "AccountsTable");
      assertAnswersWhole(platform, made);
    }
  }
}
