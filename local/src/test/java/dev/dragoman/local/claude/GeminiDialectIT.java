package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.ModelAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claude Code through Gemini's API of AI Studio. */
final class GeminiDialectIT extends DialectScenarios {
  @TempDir private Path place;

  GeminiDialectIT() {
    super(GeminiForm.aiStudio());
  }

  @Override
  protected boolean signs() {
    return true;
  }

  @Override
  protected boolean searches() {
    return true;
  }

  /** Thoughts, text and then the call that the signature is of: clients get it before the call. */
  @Test
  void aSignatureBehindATextComesBackOnItsCall() throws Exception {
    ModelAnswer answer =
        ModelAnswer.empty()
            .text("I run it.")
            .thinking("", "c2lnbmF0dXJlMg==")
            .call("call_1", "Bash", DialectScene.json(Map.of("command", "echo hi")));
    try (DialectScene scene =
        DialectScene.answering(GeminiForm.aiStudio(), place, answer, ModelAnswer.of("Hi."))) {
      assertEquals("Hi.", scene.run("say hi").answer());
      assertEquals(List.of("c2lnbmF0dXJlMg=="), scene.heard().get(1).signatures());
    }
  }
}
