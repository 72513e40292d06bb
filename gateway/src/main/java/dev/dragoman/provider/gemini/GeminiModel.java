package dev.dragoman.provider.gemini;

import dev.dragoman.provider.Deployment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Gemini model can, as its name says it.
 *
 * @param generation of the form 20, 25, 30; that of the newest where the name does not say
 * @param pro whether it is of the line that cannot do without thinking
 * @param onVertex whether Vertex AI serves it
 * @see <a href="https://ai.google.dev/gemini-api/docs/thinking">Gemini thinking</a>
 */
record GeminiModel(String name, int generation, boolean pro, boolean onVertex) {
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
        name, generation, name.contains("pro"), target.provider().equals("vertex_ai"));
  }

  /** Whether thinking is told in levels, signatures are checked, and results may hold media. */
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

  int maxBudget() {
    return pro ? 32_768 : 24_576;
  }
}
