package dev.dragoman.provider.chat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one provider's Chat Completions differ from others', as data.
 *
 * @param name the provider as LiteLLM spells it
 * @param base its address; null where each deployment must say it
 * @param keyVariable the environment variable its key is usually in; null where none is needed
 * @param tokenLimit the field that limits output tokens
 * @param effort how the depth of thinking is asked for
 * @param reasoningHistory the field in which earlier thinking is given back; null where it is not
 * @param maxStops the most stop sequences
 * @param toolCallIdLength the most characters of a tool call's id
 * @param features what it can beyond the plain form
 */
record Dialect(
    String name,
    @Nullable String base,
    @Nullable String keyVariable,
    TokenLimit tokenLimit,
    Effort effort,
    @Nullable String reasoningHistory,
    int maxStops,
    int toolCallIdLength,
    Set<Feature> features) {

  Dialect {
    features = Set.copyOf(features);
  }

  /** The same under another name, at an address that each deployment says. */
  Dialect named(String other, String variable) {
    return new Dialect(
        other,
        null,
        variable,
        tokenLimit,
        effort,
        reasoningHistory,
        maxStops,
        toolCallIdLength,
        features);
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** The field that limits output tokens. */
  enum TokenLimit {
    MAX_TOKENS("max_tokens"),
    MAX_COMPLETION_TOKENS("max_completion_tokens");

    final String field;

    TokenLimit(String field) {
      this.field = field;
    }
  }

  /** How the depth of thinking is asked for. */
  enum Effort {
    /** It cannot be. */
    NONE,
    /** {@code reasoning_effort: low | medium | high}. */
    REASONING_EFFORT,
    /** {@code reasoning: {effort | max_tokens | enabled}}. */
    REASONING_OBJECT,
    /** {@code thinking: {type: enabled | disabled}} and {@code reasoning_effort}. */
    THINKING_OBJECT
  }

  /** What a provider can beyond the plain form. */
  enum Feature {
    /** A user message may hold a PDF as a {@code file} part. */
    PDF,
    /** {@code response_format} takes a schema; elsewhere it is told in words. */
    JSON_SCHEMA,
    /** A system message may stand among the others; elsewhere it becomes a user message. */
    SYSTEM_ANYWHERE,
    /** {@code parallel_tool_calls}. */
    PARALLEL_TOOL_CALLS,
    /** {@code top_k}. */
    TOP_K,
    /** {@code prompt_cache_key}. */
    PROMPT_CACHE_KEY,
    /** A tool's schema must be an object with properties and without alternatives at its top. */
    PLAIN_SCHEMAS,
    /** Models that reason take neither temperature nor top_p nor stop. */
    STRICT_REASONING
  }
}
