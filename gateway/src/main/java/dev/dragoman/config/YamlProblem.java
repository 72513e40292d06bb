package dev.dragoman.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the YAML parser complains of, in our words: its own quote the file, which may hold secrets.
 */
final class YamlProblem {
  private static final Map<String, String> EXPLANATIONS = explanations();

  private YamlProblem() {}

  static String explained(@Nullable String problem) {
    String complaint = problem == null ? "" : problem;
    return EXPLANATIONS.entrySet().stream()
        .filter(entry -> complaint.contains(entry.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("this is not YAML");
  }

  private static Map<String, String> explanations() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("(TAB)", "a tab cannot indent; use spaces");
    words.put(
        "mapping values are not allowed",
        "a key cannot stand here; check the indentation, and quote text that holds \": \"");
    words.put("could not find expected ':'", "a key needs \": \" after it, with the space");
    words.put("expected <block end>", "the indentation does not fit the lines above");
    words.put(
        "sequence entries are not allowed", "a list cannot begin here; check the indentation");
    words.put("mapping keys are not allowed", "a key cannot stand here; check the indentation");
    words.put("unexpected end of stream", "a quote is not closed");
    words.put("unexpected document separator", "a quote is not closed");
    words.put("expected ',' or", "a bracket is not closed, or a comma is missing");
    words.put("undefined alias", "the alias names no anchor above it");
    words.put("tag", "this tag means nothing here; remove it, or put the text in quotes");
    words.put("escape", "an unknown escape; a backslash in double quotes is written twice");
    words.put("cannot start any token", "this character cannot begin a value; put it in quotes");
    words.put("another document", "there is a second document; one file holds one");
    words.put("expected a single document", "there is a second document; one file holds one");
    words.put("Nesting Depth", "the file is more than 64 levels deep");
    words.put("aliases", "the file has too many aliases");
    words.put("exceeds the limit", "the file is larger than 4 MiB");
    return words;
  }
}
