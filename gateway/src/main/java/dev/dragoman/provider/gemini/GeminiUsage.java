package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads usage. Gemini counts cached tokens within the prompt, and thoughts beside the candidates.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#UsageMetadata">UsageMetadata</a>
 */
final class GeminiUsage {
  private @Nullable Long prompt;
  private @Nullable Long toolPrompt;
  private @Nullable Long cached;
  private @Nullable Long candidates;
  private @Nullable Long thoughts;

  void read(JsonParser in) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "promptTokenCount" -> prompt = number(in, prompt);
        case "toolUsePromptTokenCount" -> toolPrompt = number(in, toolPrompt);
        case "cachedContentTokenCount" -> cached = number(in, cached);
        case "candidatesTokenCount" -> candidates = number(in, candidates);
        case "thoughtsTokenCount" -> thoughts = number(in, thoughts);
        default -> in.skipChildren();
      }
    }
  }

  /** What was stated; null if nothing was. */
  @Nullable Usage total() {
    if (prompt == null && candidates == null && thoughts == null) {
      return null;
    }
    Long input = prompt;
    if (input != null) {
      input = Math.max(0, input - orZero(cached)) + orZero(toolPrompt);
    }
    Long output = candidates;
    if (thoughts != null) {
      output = orZero(candidates) + thoughts;
    }
    return new Usage(Usage.Origin.REPORTED, input, output, cached, null, null, thoughts, null);
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }

  private static @Nullable Long number(JsonParser in, @Nullable Long before) {
    Long stated = Json.count(in);
    return stated == null ? before : stated;
  }
}
