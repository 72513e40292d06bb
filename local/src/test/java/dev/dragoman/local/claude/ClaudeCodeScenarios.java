package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.fixture.ChatScripts.Call;
import dev.dragoman.fixture.ScriptedChatServer;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user does with Claude Code, against any gateway whose model {@code gpt-4o} is a scripted
 * upstream: what arrives upstream is checked as OpenAI would, what happens on disk as the user
 * would.
 */
public abstract class ClaudeCodeScenarios {
  private static final String MODEL = "gpt-4o";
  private static final int TURNS = 30;

  @TempDir private Path folder;

  /** A running gateway. */
  protected interface Gateway extends AutoCloseable {
    /** The base of its Messages API, without {@code /v1}. */
    URI baseUrl();

    /** A key that it admits. */
    String key();

    @Override
    void close();
  }

  /**
   * Starts a gateway that maps the model {@code gpt-4o} to OpenAI's {@code gpt-4o}.
   *
   * @param upstream the base URL of Chat Completions, with {@code /v1}
   * @param state an empty folder, for what the gateway keeps
   */
  protected abstract Gateway start(String upstream, Path state) throws Exception;

  @Test
  void aTextIsShownWithItsUsage() throws Exception {
    ChatScript script =
        ChatScript.stream()
            .text("Good")
            .text(" morning, 🐪")
            .finish("stop")
            .usage(1200, 30, 1024, 0)
            .done();
    try (Scene scene = scene(ScriptedChatServer.answering(script))) {
      ClaudeCode.Run run = scene.run("say good morning");
      assertEquals("Good morning, 🐪", run.answer());
      JsonNode usage = run.result().path("usage");
      assertEquals(176, usage.path("input_tokens").intValue());
      assertEquals(1024, usage.path("cache_read_input_tokens").intValue());
      assertEquals(30, usage.path("output_tokens").intValue());
      ChatRequest request = scene.upstream.requests().getFirst();
      assertTrue(request.asksForStream());
      assertTrue(Conversation.in(request).indexOf("say good morning") >= 0, request::toString);
    }
  }

  @Test
  void aCommandRunsAndItsOutputIsFedBack() throws Exception {
    Call call = call("call_bash", "Bash", Map.of("command", "echo hi > hi.txt && cat hi.txt"));
    try (Scene scene =
        scene(
            ScriptedChatServer.answering(
                ChatScripts.call(call.id(), call.name(), call.arguments()),
                ChatScripts.text("It says hi.")))) {
      ClaudeCode.Run run = scene.run("run it");
      assertEquals("It says hi.", run.answer());
      assertEquals("hi\n", Files.readString(scene.claude.work().resolve("hi.txt")));
      assertEquals("Bash", run.blocks("tool_use").getFirst().path("name").asString());
      Conversation second = Conversation.in(scene.upstream.requests().get(1));
      assertEquals(List.of(read(call)), second.calls());
      assertEquals("hi", second.result("call_bash"));
    }
  }

  @Test
  void parallelCallsWhosePiecesTakeTurnsAreAllDone() throws Exception {
    Map<String, String> files =
        Map.of("a", "first\n", "b", "\"zweite\" ü 🐪\n\tline", "c", "{\"third\": [3]}");
    List<Call> calls =
        files.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(this::write).toList();
    try (Scene scene =
        scene(
            ScriptedChatServer.answering(
                ChatScripts.interleaved(calls), ChatScripts.text("All written.")))) {
      ClaudeCode.Run run = scene.run("write them");
      assertEquals("All written.", run.answer());
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path written = scene.claude.work().resolve(file.getKey());
        assertEquals(file.getValue(), Files.readString(written));
      }
      Conversation second = Conversation.in(scene.upstream.requests().get(1));
      assertEquals(calls.stream().map(ClaudeCodeScenarios::read).toList(), second.calls());
    }
  }

  private Call write(Map.Entry<String, String> file) {
    String path = folder.resolve("work").resolve(file.getKey()).toString();
    return call(
        "call_" + file.getKey(), "Write", Map.of("file_path", path, "content", file.getValue()));
  }

  @Test
  void anImageThatIsReadReachesTheModel() throws Exception {
    Path image = folder.resolve("image.png");
    ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    Call call = call("call_read", "Read", Map.of("file_path", image.toRealPath().toString()));
    try (Scene scene =
        scene(
            ScriptedChatServer.answering(
                ChatScripts.call(call.id(), call.name(), call.arguments()),
                ChatScripts.text("It is black.")))) {
      ClaudeCode.Run run = scene.run("what is in image.png?");
      assertEquals("It is black.", run.answer());
      Conversation second = Conversation.in(scene.upstream.requests().get(1));
      String data = Base64.getEncoder().encodeToString(Files.readAllBytes(image));
      int answered = second.indexOf("\"tool_call_id\":\"call_read\"");
      int shown = second.indexOf("{\"url\":\"data:image/png;base64," + data + "\"");
      assertTrue(answered >= 0 && shown > answered, second::toString);
    }
  }

  @Test
  void aLongSessionGrowsAtItsEndOnly() throws Exception {
    try (Scene scene = scene(ScriptedChatServer.start(ClaudeCodeScenarios::counting))) {
      ClaudeCode.Run run = scene.run("count to " + TURNS);
      assertEquals("Counted.", run.answer());
      List<String> numbers = IntStream.range(0, TURNS).mapToObj(Integer::toString).toList();
      assertEquals(numbers, Files.readAllLines(scene.claude.work().resolve("count.txt")));
      List<ChatRequest> requests = scene.upstream.requests();
      assertEquals(TURNS + 1, requests.size());
      Conversation last = Conversation.in(requests.getLast());
      assertEquals(
          numbers.stream().map(n -> "call_" + n).toList(),
          last.calls().stream().map(Conversation.Call::id).toList());
      assertEquals(numbers, numbers.stream().map(n -> last.result("call_" + n)).toList());
      for (int i = 1; i < requests.size(); i++) {
        List<JsonNode> before = requests.get(i - 1).messages();
        List<JsonNode> now = requests.get(i).messages();
        assertTrue(now.size() > before.size());
        assertEquals(before, now.subList(0, before.size()), "request " + i + " rewrote the past");
        assertEquals(requests.get(0).json().path("tools"), requests.get(i).json().path("tools"));
      }
    }
  }

  private static ChatScript counting(ChatRequest request) {
    int done = request.messages("tool").size();
    if (done == TURNS) {
      return ChatScripts.text("Counted.");
    }
    Call call =
        call("call_" + done, "Bash", Map.of("command", "echo " + done + " | tee -a count.txt"));
    return ChatScripts.call(call.id(), call.name(), call.arguments());
  }

  @Test
  void aSessionGoesOnInASecondRun() throws Exception {
    Call call = call("call_first", "Bash", Map.of("command", "echo before"));
    try (Scene scene =
        scene(
            ScriptedChatServer.answering(
                ChatScripts.call(call.id(), call.name(), call.arguments()),
                ChatScripts.text("The first answer."),
                ChatScripts.text("The second answer.")))) {
      ClaudeCode.Run first = scene.run("the first question");
      ClaudeCode.Run second = scene.run("the second question", "--continue");
      assertEquals("The first answer.", first.answer());
      assertEquals("The second answer.", second.answer());
      assertEquals(first.sessionId(), second.sessionId());
      Conversation last = Conversation.in(scene.upstream.requests().getLast());
      assertEquals("before", last.result("call_first"));
      int asked = last.indexOf("the first question");
      int called = last.indexOf("\"id\":\"call_first\"");
      int answered = last.indexOf("The first answer.");
      int askedAgain = last.indexOf("the second question");
      assertTrue(
          asked >= 0 && asked < called && called < answered && answered < askedAgain,
          last::toString);
    }
  }

  private Scene scene(ScriptedChatServer upstream) throws Exception {
    Gateway gateway = start(upstream.baseUrl(), Files.createDirectories(folder.resolve("state")));
    return new Scene(
        upstream, gateway, new ClaudeCode(gateway.baseUrl(), gateway.key(), MODEL, folder));
  }

  /** All that takes part in one scenario. */
  private record Scene(ScriptedChatServer upstream, Gateway gateway, ClaudeCode claude)
      implements AutoCloseable {
    /** A run that must succeed, its requests clean. */
    ClaudeCode.Run run(String prompt, String... options) throws Exception {
      ClaudeCode.Run run = claude.run(prompt, options);
      upstream.assertClean();
      assertFalse(run.failed(), () -> run.result() + "\n" + run.stderr());
      return run;
    }

    @Override
    public void close() {
      gateway.close();
      upstream.close();
    }
  }

  private static Call call(String id, String name, Map<String, String> input) {
    return new Call(id, name, JsonMapper.shared().valueToTree(input).toString());
  }

  private static Conversation.Call read(Call call) {
    return new Conversation.Call(
        call.id(), call.name(), JsonMapper.shared().readTree(call.arguments()));
  }
}
