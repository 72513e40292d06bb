package dev.dragoman.provider.gemini;

import dev.dragoman.provider.Deployment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Gemini model can, as its name says it.
 *
 * @param generation of the form 20, 25, 31; that of the first third where the name does not say
 * @param pro whether it is of the line that cannot do without thinking
 * @param lite whether it is of the smallest line
 * @param onVertex whether Vertex AI serves it
 * @see <a href="https://ai.google.dev/gemini-api/docs/thinking">Gemini thinking</a>
 * @see <a href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/thinking">
 *     Thinking, with the levels that each model takes</a>
 */
record GeminiModel(String name, int generation, boolean pro, boolean lite, boolean onVertex) {
  private static final Pattern VERSION = Pattern.compile("gemini-(\\d)(?:\\.(\\d))?(?!\\d)");

  static GeminiModel of(Deployment target) {
    String name = target.baseModel();
    Matcher version = VERSION.matcher(name);
    int generation = 30;
    if (version.find()) {
      String minor = version.group(2);
      generation =
          Integer.parseInt(version.group(1)) * 10 + (minor == null ? 0 : Integer.parseInt(minor));
    }
    return new GeminiModel(
        name,
        generation,
        name.contains("pro"),
        name.contains("lite"),
        target.provider().equals("vertex_ai"));
  }

  /**
   * Whether thinking is told in levels, calls have ids, their signatures are checked, and results
   * may hold media.
   */
  boolean isThird() {
    return generation >= 30;
  }

  /** Whether it thinks within a budget of tokens. */
  boolean takesBudget() {
    return generation == 25;
  }

  /** Only Gemini 3 Pro itself has no medium level. */
  boolean takesMedium() {
    return generation > 30 || !pro;
  }

  /** Flash has it up to 3.6; Pro never did. A name without a version may be any. */
  boolean takesMinimal() {
    return VERSION.matcher(name).find() && generation <= 36 && !pro;
  }

  /**
   * Whether temperature, topP and topK have an effect. From Gemini 3.5 Flash-Lite on they do not.
   *
   * @see <a
   *     href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/gemini/3-5-flash-lite">
   *     "Custom values for parameters like temperature, top-K, and top-P aren't supported"</a>
   */
  boolean takesSampling() {
    return generation < 35 || (generation == 35 && !lite);
  }

  /**
   * Whether the last turn may be the model's own; the same models refuse that.
   *
   * @see <a
   *     href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/gemini/3-5-flash-lite">
   *     "API requests where the last input turn has the Model role aren't supported"</a>
   */
  boolean takesLastTurnOfModel() {
    return takesSampling();
  }

  /** The least tokens it may be told to think, where it thinks at all. */
  int minBudget() {
    if (pro) {
      return 128;
    }
    return lite ? 512 : 1;
  }

  /** The most tokens it may be told to think. */
  int maxBudget() {
    return pro ? 32_768 : 24_576;
  }
}
