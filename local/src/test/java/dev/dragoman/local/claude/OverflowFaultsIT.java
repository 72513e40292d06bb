package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.AnthropicForm;
import dev.dragoman.fixture.upstream.ChatForm;
import dev.dragoman.fixture.upstream.ConverseForm;
import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ResponsesForm;
import dev.dragoman.fixture.upstream.UpstreamForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A conversation that no longer fits is compacted by Claude Code and goes on, in whatever words the
 * provider said so.
 */
final class OverflowFaultsIT {
  @TempDir private Path folder;

  static Stream<Arguments> overflows() {
    return Stream.of(
        Arguments.of(
            new ChatForm(),
            "This model's maximum context length is 128000 tokens. However, your messages resulted"
                + " in 250000 tokens. Please reduce the length of the messages."),
        // llama.cpp
        Arguments.of(
            new ChatForm(),
            "request (250000 tokens) exceeds the available context size (128000 tokens), try"
                + " increasing it"),
        Arguments.of(
            new ResponsesForm(),
            "Your input exceeds the context window of this model. Please adjust your input and try"
                + " again."),
        Arguments.of(
            GeminiForm.aiStudio(),
            "The input token count (1250000) exceeds the maximum number of tokens allowed"
                + " (1048576)."),
        Arguments.of(
            ConverseForm.withKey("amazon.nova-pro-v1:0"), "Input is too long for requested model."),
        Arguments.of(
            AnthropicForm.anthropic(), "prompt is too long: 250000 tokens > 200000 maximum"),
        Arguments.of(AnthropicForm.bedrock(), "Input is too long for requested model."));
  }

  @ParameterizedTest
  @MethodSource("overflows")
  void whatIsTooLongIsCompacted(UpstreamForm form, String words) throws Exception {
    try (OverflowingUpstream upstream = new OverflowingUpstream(form, words, Duration.ZERO);
        FaultScene scene = FaultScene.before(folder, "", upstream.lines())) {
      assertCompacts(scene, upstream);
      assertEquals(4, upstream.heard().size());
    }
  }

  /** Pings have begun by then, so that the status has gone out: the type and the words remain. */
  @ParameterizedTest
  @MethodSource("late")
  void whatIsSlowlyFoundTooLongIsCompacted(UpstreamForm form, String words) throws Exception {
    try (OverflowingUpstream upstream =
            new OverflowingUpstream(form, words, Duration.ofMillis(2_500));
        FaultScene scene = FaultScene.before(folder, "ping_interval: 1", upstream.lines())) {
      assertCompacts(scene, upstream);
    }
  }

  static Stream<Arguments> late() {
    return overflows().limit(1);
  }

  private static void assertCompacts(FaultScene scene, OverflowingUpstream upstream)
      throws Exception {
    ClaudeCode.Run run = scene.run("look for the word");
    assertEquals("I went on.", run.answer());
    assertEquals(1, run.told("compact_boundary").size());
    assertEquals(List.of(), run.told("api_retry"));
    Heard last = upstream.heard().getLast();
    assertTrue(last.texts().stream().anyMatch(text -> text.contains(OverflowingUpstream.SUMMARY)));
    assertEquals(List.of(), last.calls());
    upstream.assertClean();
  }
}
