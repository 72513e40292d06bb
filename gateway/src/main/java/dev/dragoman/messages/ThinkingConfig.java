package dev.dragoman.messages;

/**
 * Whether and how long the model is to think before it answers.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking">Extended
 *     thinking</a>
 */
public sealed interface ThinkingConfig {
  /** Think, within a budget of tokens. */
  record Enabled(int budgetTokens) implements ThinkingConfig {}

  /** Think as the model sees fit. */
  record Adaptive() implements ThinkingConfig {}

  /** Do not think. */
  record Disabled() implements ThinkingConfig {}
}
