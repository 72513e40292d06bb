package dev.dragoman.exchange;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a family of models counts, measured against OpenAI's newer tokenizer: what recorded requests
 * of each family were counted as is in docs/counting.md, with the error that is left.
 *
 * @param name for people
 * @param marks parts of the names of its models, in lower case
 * @param perText its tokens for one of OpenAI's
 * @param perRequest tokens that every request has, such as a system prompt of the model's template
 * @param perMessage tokens around each message
 * @param withTools tokens of the instructions that a request with tools is given
 * @param excess by what share a count of a long text can be too high: more than the errors that
 *     docs/counting.md shows of all of the family's requests together, since those are few
 */
record TokenFamily(
    String name,
    List<String> marks,
    double perText,
    long perRequest,
    long perMessage,
    long withTools,
    double excess) {
  /** Nothing is known of the model: text alone, and what stands around a message nearly always. */
  static final TokenFamily NEUTRAL = new TokenFamily("", List.of(), 1, 0, 4, 0, 1);

  /** What the most wordy templates add. */
  static final TokenFamily LARGEST = new TokenFamily("", List.of(), 1, 65, 4, 860, 1);

  private static final TokenFamily GPT = new TokenFamily("GPT", List.of("gpt"), 1, 3, 4, 6, 0.05);

  /** The first whose mark stands in a name counts. */
  private static final List<TokenFamily> KNOWN =
      List.of(
          // Their tokenizer makes some 30 percent more of the same text, as Anthropic says:
          // platform.claude.com/docs/en/build-with-claude/token-counting
          new TokenFamily(
              "Claude 4.7+",
              List.of(
                  "opus-4-7",
                  "opus-4.7",
                  "opus-4-8",
                  "opus-4.8",
                  "opus-5",
                  "sonnet-5",
                  "haiku-5",
                  "claude-fable",
                  "claude-mythos"),
              1.45,
              3,
              4,
              350,
              0.2),
          new TokenFamily("Claude", List.of("claude"), 1.12, 3, 4, 500, 0.15),
          new TokenFamily("Gemini", List.of("gemini", "gemma"), 1, 0, 0, 10, 0.2),
          new TokenFamily("Nova", List.of("nova"), 1.2, 0, 0, 380, 0.15),
          new TokenFamily("gpt-oss", List.of("gpt-oss"), 1, 65, 4, 20, 0.1),
          GPT,
          new TokenFamily("Llama", List.of("llama"), 1, 31, 4, 120, 0.25),
          new TokenFamily(
              "Mistral",
              List.of(
                  "mistral",
                  "mixtral",
                  "ministral",
                  "magistral",
                  "devstral",
                  "codestral",
                  "pixtral"),
              1.1,
              0,
              3,
              40,
              0.15),
          new TokenFamily("DeepSeek", List.of("deepseek"), 1, 0, 3, 320, 0.15),
          new TokenFamily("Qwen", List.of("qwen", "qwq"), 1, 4, 4, 140, 0.15),
          new TokenFamily("GLM", List.of("glm"), 1, 2, 4, 120, 0.15));

  /** A model of no known family may count as sparingly as any tokenizer does. */
  private static final TokenFamily UNKNOWN = new TokenFamily("unknown", List.of(), 1, 3, 4, 6, 0.4);

  /** OpenAI's models that are not named so. */
  private static final Pattern O_SERIES = Pattern.compile("(.*/)?o\\d(-.*)?");

  /** The family of a model; one that counts as GPT does for models of no known one. */
  static TokenFamily of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    for (TokenFamily family : KNOWN) {
      if (family.marks.stream().anyMatch(name::contains)) {
        return family;
      }
    }
    return O_SERIES.matcher(name).matches() ? GPT : UNKNOWN;
  }
}
