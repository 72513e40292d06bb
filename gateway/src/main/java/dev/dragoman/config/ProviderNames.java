package dev.dragoman.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers a config may name, and how {@code litellm_params.model} names one. As in LiteLLM, a
 * known prefix is the provider and bare names of well-known families have theirs. Where LiteLLM
 * refuses (another bare name, an unknown prefix beside an {@code api_base}) it is {@code openai}:
 * whatever has its own address and no name speaks OpenAI's form.
 */
record ProviderNames(Set<String> known) {
  private static final String OPENAI = "openai";
  private static final int NEAREST = 3;

  /** {@code anthropic.claude-...}, {@code us.meta.llama...}: ids of Bedrock. */
  private static final Pattern BEDROCK =
      Pattern.compile(
          "((us|us-gov|eu|apac|jp|au|ca|global)\\.)?"
              + "(ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|writer)\\..+");

  ProviderNames {
    known = Set.copyOf(known);
  }

  /** A provider and the model as it knows it. */
  record Named(String provider, String model) {}

  /**
   * What {@code model} names; null when its provider is not known.
   *
   * @param hasAddress whether an {@code api_base} stands beside it
   */
  @Nullable Named split(String model, boolean hasAddress) {
    int slash = model.indexOf('/');
    if (slash < 0) {
      return new Named(family(model), model);
    }
    String prefix = model.substring(0, slash);
    if (known.contains(prefix)) {
      return new Named(prefix, model.substring(slash + 1));
    }
    return hasAddress ? new Named(OPENAI, model) : null;
  }

  /** What {@code model} names beside a {@code custom_llm_provider}. */
  static Named under(String provider, String model) {
    String prefix = provider + "/";
    return new Named(provider, model.startsWith(prefix) ? model.substring(prefix.length()) : model);
  }

  private String family(String model) {
    String family = OPENAI;
    if (model.startsWith("claude-")) {
      family = "anthropic";
    } else if (model.startsWith("gemini-")) {
      family = "vertex_ai";
    } else if (BEDROCK.matcher(model).matches()) {
      family = "bedrock";
    }
    return known.contains(family) ? family : OPENAI;
  }

  /** Says that a provider is not known, and which known ones are near. */
  String unknown(String provider) {
    String quoted = Path.isPlain(provider) ? " \"" + provider + "\"" : "";
    List<String> near = nearest(provider);
    return "the provider"
        + quoted
        + " is not known"
        + (near.isEmpty() ? "" : "; near: " + String.join(", ", near));
  }

  private List<String> nearest(String provider) {
    String wanted = bare(provider);
    int furthest = wanted.length() < 4 ? 1 : Math.max(2, wanted.length() / 3);
    record Near(String name, int distance) {}
    return known.stream()
        .map(name -> new Near(name, distance(wanted, bare(name))))
        .filter(near -> near.distance <= furthest)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(NEAREST)
        .map(Near::name)
        .toList();
  }

  private static String bare(String name) {
    return name.substring(0, Math.min(name.length(), 40))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }

  /** How many letters to change, add or remove; one when the first begins the second. */
  private static int distance(String a, String b) {
    if (a.length() > 2 && (b.startsWith(a) || (b.length() > 2 && a.startsWith(b)))) {
      return a.equals(b) ? 0 : 1;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
