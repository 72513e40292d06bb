package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.lambda.emulator.Answer;
import dev.dragoman.lambda.emulator.EmulatedFunction;
import dev.dragoman.lambda.emulator.RuntimeApiEmulator;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.LocalDynamo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** What the function, as it is packed, loads from its start to its first answer. */
class ColdPathIT {
  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");
  private static final int MOST = 4_500;

  @TempDir Path work;

  @Test
  void theFirstAnswerLoadsWhatItNeeds() throws Exception {
    List<String> loaded = loadedByTheFirstAnswer();
    List<String> own = loaded.stream().filter(ColdPathIT::isOurs).toList();
    assertEquals(
        List.of(),
        own.stream()
            .filter(
                name -> name.matches(".*\\.provider\\.(responses|gemini|anthropic|converse)\\..*"))
            .toList());
    assertEquals(
        List.of(),
        loaded.stream().filter(name -> name.matches("com\\.(google|knuddels)\\..*")).toList());
    System.out.println(
        "to the first answer: "
            + loaded.size()
            + " classes, "
            + own.size()
            + " of them the gateway's");
    assertTrue(loaded.size() < MOST, loaded.size() + " classes");
  }

  /** Without what the compiler and the virtual machine make for lambdas and switches. */
  private static boolean isOurs(String name) {
    return name.startsWith("dev.dragoman.") && !name.contains("$$");
  }

  private List<String> loadedByTheFirstAnswer() throws Exception {
    Path log = work.resolve("classes.txt");
    try (LocalDynamo dynamo = LocalDynamo.start();
        RuntimeApiEmulator platform = RuntimeApiEmulator.start();
        ScriptedChatServer upstream = ScriptedChatServer.answering(ChatScripts.text("hello"))) {
      DynamoStore.Tables tables = dynamo.tables(null);
      try (DynamoStore store =
          new DynamoStore(
              LocalDynamo.client(dynamo.endpoint(), UrlConnectionHttpClient.create()),
              tables,
              new Random(1))) {
        store
            .mappings()
            .put(Deployment.of("gpt-4o", "openai", "gpt-4o").at(upstream.baseUrl(), null));
      }
      try (EmulatedFunction function = function(platform, dynamo, tables, log)) {
        Answer answer =
            platform
                .enqueue(FunctionProcessIT.messages("gpt-4o", "hi"))
                .await(Duration.ofMinutes(2));
        assertEquals(200, answer.prelude().get("statusCode"), function.err());
      }
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(LOADED::matcher)
          .filter(Matcher::find)
          .map(matcher -> matcher.group(1))
          .toList();
    }
  }

  private EmulatedFunction function(
      RuntimeApiEmulator platform, LocalDynamo dynamo, DynamoStore.Tables tables, Path log)
      throws Exception {
    return EmulatedFunction.of(platform, MessagesFunction.class.getName(), work)
        .layer(Path.of("../layers/streaming-runtime/target/layer"))
        .task(Path.of("target/function"))
        .java("-Xlog:class+load:file=" + log)
        .env("AWS_REGION", LocalDynamo.REGION)
        .env("AWS_ACCESS_KEY_ID", "local")
        .env("AWS_SECRET_ACCESS_KEY", "local")
        .env("DRAGOMAN_MAPPINGS_TABLE", tables.mappings())
        .env("DRAGOMAN_USAGE_TABLE", tables.usage())
        .env("DRAGOMAN_TRAFFIC_TABLE", String.valueOf(tables.traffic()))
        .env("DRAGOMAN_ACCESS_TABLE", String.valueOf(tables.access()))
        .env("DRAGOMAN_ACCOUNTS_TABLE", String.valueOf(tables.accounts()))
        .env("DRAGOMAN_DYNAMODB_ENDPOINT", dynamo.endpoint().toString())
        .env("LITELLM_MASTER_KEY", FunctionProcessIT.KEY)
        .env("OPENAI_API_KEY", "sk-of-the-provider")
        .start();
  }
}
