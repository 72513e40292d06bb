package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that somebody may have meant. */
final class NearNamesTest {
  private static final List<String> NAMES =
      List.of("gpt-4o", "gpt-4o-mini", "gemini-3-pro", "qwen");

  @Test
  void aSlipOfTheFingersIsUnderstood() {
    assertEquals(List.of("gpt-4o"), NearNames.of("gtp-4o", NAMES));
    assertEquals(List.of("qwen"), NearNames.of("Qwne", NAMES));
  }

  @Test
  void aPartOfANameStandsForIt() {
    assertEquals(List.of("gpt-4o", "gpt-4o-mini"), NearNames.of("gpt-4", NAMES));
    assertEquals(List.of("gemini-3-pro"), NearNames.of("gemini", NAMES));
  }

  @Test
  void whatIsLikeNoneIsNone() {
    assertEquals(List.of(), NearNames.of("claude-opus", NAMES));
  }
}
