package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.local.GatewayProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that think for longer than the gateway lets its client hear nothing. */
final class SilenceFaultsIT {
  private static final String EVERY_SECOND = "ping_interval: 1";

  /** A refusal that took long: by then pings have begun. */
  private static final Duration LATE = Duration.ofMillis(1_500);

  @TempDir private Path folder;

  private static ChatScript slow() {
    return ChatScript.stream()
        .pause(Duration.ofSeconds(3))
        .text("It took ")
        .pause(Duration.ofSeconds(3))
        .text("a while.")
        .finish("stop")
        .usage(100, 20, 0, 0)
        .done();
  }

  /** Claude Code, a plain reader and an official client, at once: each takes as long. */
  @Test
  void anAnswerThatBeginsLateAndPausesIsWholeForEveryClient() throws Exception {
    try (ScriptedDeployment upstream = ScriptedDeployment.playing(slow());
        FaultScene scene = FaultScene.before(folder, EVERY_SECOND, upstream.lines());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ClaudeCode.Run> claude = clients.submit(() -> scene.run("take your time"));
      Future<List<String>> events = clients.submit(() -> events(scene));
      Future<String> official = clients.submit(() -> officially(scene));
      assertEquals("It took a while.", claude.get().answer());
      assertEquals(List.of(), claude.get().told("api_retry"));
      assertPingsInBothSilences(events.get());
      assertEquals("It took a while.", official.get());
      assertEquals(3, upstream.requests().size());
    }
  }

  private static void assertPingsInBothSilences(List<String> events) {
    int content = events.indexOf("content_block_delta");
    assertTrue(pings(events.subList(0, content)) > 1, events::toString);
    assertTrue(pings(events.subList(content, events.size())) > 1, events::toString);
    List<String> rest = events.stream().filter(event -> !event.equals("ping")).toList();
    assertEquals(
        List.of(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop"),
        rest);
  }

  private static long pings(List<String> events) {
    return events.stream().filter("ping"::equals).count();
  }

  /** The names of the events of an answer. */
  private static List<String> events(FaultScene scene) throws Exception {
    String body =
        """
        {"model":"scripted","max_tokens":100,"stream":true,
         "messages":[{"role":"user","content":"take your time"}]}\
        """;
    HttpRequest request =
        HttpRequest.newBuilder(scene.gateway().baseUrl().resolve("/v1/messages"))
            .header("x-api-key", GatewayProcess.KEY)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> answer =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      assertEquals(200, answer.statusCode());
      String event = "event: ";
      return answer
          .body()
          .filter(line -> line.startsWith(event))
          .map(line -> line.substring(event.length()))
          .toList();
    }
  }

  private static String officially(FaultScene scene) {
    AnthropicClient client =
        AnthropicOkHttpClient.builder()
            .baseUrl(scene.gateway().baseUrl().toString())
            .apiKey(GatewayProcess.KEY)
            .maxRetries(0)
            .build();
    MessageCreateParams asked =
        MessageCreateParams.builder()
            .model(FaultScene.MODEL)
            .maxTokens(100)
            .addUserMessage("take your time")
            .build();
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(asked)) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message().content().getFirst().text().orElseThrow().text();
  }

  /** As many refusals as one request of the client's meets, so that it has to ask again. */
  @ParameterizedTest(name = "num_retries: {0}")
  @ValueSource(ints = {2, 0})
  void aRateLimitThatCameLateIsGotOver(int retries) throws Exception {
    ChatScript[] scripts = new ChatScript[retries + 2];
    Arrays.fill(scripts, ChatScripts.rateLimited(1));
    scripts[retries + 1] = ChatScripts.text("All well.");
    try (ScriptedDeployment upstream = ScriptedDeployment.thinking(LATE, scripts);
        FaultScene scene =
            FaultScene.before(
                folder, EVERY_SECOND + "\nnum_retries: " + retries, upstream.lines())) {
      assertEquals("All well.", scene.run("is all well?").answer());
      assertEquals(retries + 2, upstream.requests().size());
    }
  }

  @ParameterizedTest(name = "num_retries: {0}")
  @ValueSource(ints = {2, 0})
  void aRevokedKeyThatIsFoundLateIsToldAtOnce(int retries) throws Exception {
    try (ScriptedDeployment upstream =
            ScriptedDeployment.thinking(LATE, ClaudeFaultsIT.revoked(401));
        FaultScene scene =
            FaultScene.before(
                folder, EVERY_SECOND + "\nnum_retries: " + retries, upstream.lines())) {
      ClaudeCode.Run run = scene.claude().run("is all well?");
      assertTrue(run.failed());
      ClaudeFaultsIT.assertTellsOfTheKey(run, scene);
      // once as a stream and once without; each may read its secret again
      assertTrue(upstream.requests().size() <= 4, () -> upstream.requests().size() + " requests");
    }
  }
}
