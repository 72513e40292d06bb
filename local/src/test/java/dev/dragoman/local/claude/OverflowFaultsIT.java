package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.AnthropicForm;
import dev.dragoman.fixture.upstream.ChatForm;
import dev.dragoman.fixture.upstream.ConverseForm;
import dev.dragoman.fixture.upstream.Heard;
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

  /** How each provider says it, and that all is told in the same words, unit tests pin. */
  static Stream<Arguments> overflows() {
    String openAi =
        "This model's maximum context length is 128000 tokens. However, your messages resulted in"
            + " 250000 tokens. Please reduce the length of the messages.";
    Duration late = Duration.ofMillis(1_500);
    return Stream.of(
        Arguments.of(new ChatForm(), openAi, Duration.ZERO, ClaudeFaultsIT.NO_RETRIES),
        Arguments.of(
            AnthropicForm.anthropic(),
            "prompt is too long: 250000 tokens > 200000 maximum",
            Duration.ZERO,
            ""),
        // Pings have begun by then, so that the status has gone out: the type and words remain.
        Arguments.of(new ChatForm(), openAi, late, "ping_interval: 1"),
        Arguments.of(
            ConverseForm.withKey("amazon.nova-pro-v1:0"),
            "Input is too long for requested model.",
            late,
            "ping_interval: 1\n" + ClaudeFaultsIT.NO_RETRIES));
  }

  @ParameterizedTest
  @MethodSource("overflows")
  void whatIsTooLongIsCompacted(UpstreamForm form, String words, Duration thought, String router)
      throws Exception {
    try (OverflowingUpstream upstream = new OverflowingUpstream(form, words, thought);
        FaultScene scene = FaultScene.before(folder, router, upstream.lines())) {
      assertCompacts(scene, upstream);
      // after pings the client asks once more, without streaming
      assertEquals(thought.isZero() ? 4 : 5, upstream.heard().size());
    }
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
