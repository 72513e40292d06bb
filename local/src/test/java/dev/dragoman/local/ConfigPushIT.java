package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Policy;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.LocalDynamo;
import dev.dragoman.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dragoman config push}, into both stores. */
final class ConfigPushIT {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "UPSTREAM_KEY", "sk-upstream",
          "LITELLM_MASTER_KEY", GatewayProcess.KEY,
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "test");

  @TempDir private Path folder;

  private record Done(int code, String said) {}

  @Test
  void whatWasPushedIsServedAndReplacedByTheNextPush() throws Exception {
    try (ScriptedChatServer upstream = ScriptedChatServer.answering(ChatScripts.text("Paris."))) {
      Path config = Configs.gpt4o(folder, upstream.baseUrl());
      Done pushed = push(config, "--data", folder.resolve("data").toString());
      assertEquals(0, pushed.code(), pushed.said());
      assertTrue(pushed.said().contains("1 deployment(s) written"), pushed.said());
      try (GatewayProcess gateway = GatewayProcess.start(folder, VARIABLES)) {
        HttpResponse<String> answer =
            Http.post(
                gateway.baseUrl(),
                GatewayProcess.KEY,
                """
                {"model": "gpt-4o", "max_tokens": 9,
                 "messages": [{"role": "user", "content": "hello"}]}\
                """);
        assertEquals(200, answer.statusCode(), answer.body());
      }
      Files.writeString(config, Files.readString(config).replace("gpt-4o", "gpt-4.1"));
      assertEquals(0, push(config, "--data", folder.resolve("data").toString()).code());
      try (GatewayProcess gateway = GatewayProcess.start(folder, VARIABLES)) {
        assertTrue(gateway.greeting().contains("models  gpt-4.1\n"), gateway.greeting());
      }
    }
  }

  @Test
  void aTableTakesItToo() throws Exception {
    try (LocalDynamo dynamo = LocalDynamo.start()) {
      DynamoStore.Tables tables = dynamo.tables(null);
      Path config = Configs.gpt4o(folder, "http://127.0.0.1:1/v1");
      Files.writeString(
          config,
          Files.readString(config)
              .replace("general_settings:", "general_settings:\n  max_budget_per_session: 2.5"));
      Done pushed =
          push(
              config,
              "--table",
              tables.mappings(),
              "--region",
              LocalDynamo.REGION,
              "--endpoint",
              dynamo.endpoint().toString());
      assertEquals(0, pushed.code(), pushed.said());
      assertTrue(
          pushed.said().contains("settings written: max_budget_per_session\n"), pushed.said());
      try (Store store = new DynamoStore(dynamo.client(), tables, new java.util.Random(1))) {
        assertEquals(
            List.of("gpt-4o"),
            store.mappings().load().deployments().stream().map(Deployment::modelName).toList());
        Policy policy = Policy.of(store.mappings().load().policy());
        assertEquals(2_500_000_000L, policy.sessionBudget());
        assertTrue(policy.revision() > 1_795_000_000_000L, policy::toString);
      }
    }
  }

  @Test
  void aKeyInTheFileItselfIsRefusedAndNotPrinted() throws Exception {
    Path config = Configs.gpt4o(folder, "http://127.0.0.1:1/v1");
    Files.writeString(
        config, Files.readString(config).replace("os.environ/UPSTREAM_KEY", "sk-planted"));
    Done pushed = push(config, "--data", folder.resolve("data").toString());
    assertEquals(2, pushed.code());
    assertTrue(pushed.said().contains("the api_key of gpt-4o stands in the file"), pushed.said());
    assertTrue(!pushed.said().contains("sk-planted"), pushed.said());
  }

  @Test
  void aSecretAmongTheHeadersOrSettingsIsRefusedToo() throws Exception {
    Path config = Configs.gpt4o(folder, "http://127.0.0.1:1/v1");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "      api_key:",
                "      extra_headers: {x-proxy: sk-planted, X-Title: mine}\n"
                    + "      aws_secret_access_key: sk-planted\n      rpm: 5\n      api_key:"));
    Done pushed = push(config, "--data", folder.resolve("data").toString());
    assertEquals(2, pushed.code(), pushed.said());
    assertTrue(
        pushed.said().contains("the header x-proxy of gpt-4o, aws_secret_access_key of gpt-4o"),
        pushed.said());
    assertTrue(!pushed.said().contains("sk-planted"), pushed.said());
  }

  @Test
  void theKeyOfASearchServiceIsASecretToo() throws Exception {
    Path config = Configs.gpt4o(folder, "http://127.0.0.1:1/v1");
    Files.writeString(
        config,
        Files.readString(config)
            + """
            search_tools:
              - search_tool_name: bought
                litellm_params: {search_provider: tavily, api_key: tvly-planted}
            """);
    Done pushed = push(config, "--data", folder.resolve("data").toString());
    assertEquals(2, pushed.code(), pushed.said());
    assertTrue(pushed.said().contains("the api_key in search_tools stands"), pushed.said());
    assertTrue(!pushed.said().contains("tvly-planted"), pushed.said());
  }

  private Done push(Path config, String... options) throws IOException, InterruptedException {
    String root = Objects.requireNonNull(System.getProperty("dragoman.root"));
    List<String> command = new ArrayList<>();
    command.addAll(List.of(root + "/dragoman", "config", "push", config.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DRAGOMAN_NO_BUILD", "1");
    builder.environment().putAll(VARIABLES);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), said);
  }
}
