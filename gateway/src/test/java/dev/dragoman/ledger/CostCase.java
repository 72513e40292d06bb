package dev.dragoman.ledger;

import dev.dragoman.config.ConfigReader;
import dev.dragoman.ledger.UsageRecord.Attempt;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request whose cost was reckoned by hand.
 *
 * @param deployments entries of {@code model_list} as YAML; the last one serves the request, those
 *     before it were asked before
 * @param usages of each deployment's attempt, in their order
 * @param reckoning in millionths of a dollar, for a price for a million tokens is that for a token
 *     in them
 * @param cost what comes out: {@code $0.0055}, or {@code unknown}, with what has no price
 * @param source of the prices
 */
record CostCase(
    String name,
    List<String> deployments,
    String tools,
    List<Usage> usages,
    State state,
    String reckoning,
    String cost,
    String source) {
  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private static final Set<String> PROVIDERS =
      Set.of(
          "openai",
          "azure",
          "gemini",
          "anthropic",
          "bedrock",
          "vertex_ai",
          "groq",
          "deepseek",
          "together_ai",
          "mistral",
          "perplexity",
          "dashscope");

  /** A request that one deployment answered. */
  static CostCase answered(
      String name, String deployment, Usage usage, String reckoning, String cost, String source) {
    return new CostCase(
        name, List.of(deployment), "", List.of(usage), State.COMPLETED, reckoning, cost, source);
  }

  CostCase ending(State other) {
    return new CostCase(name, deployments, tools, usages, other, reckoning, cost, source);
  }

  /** The same with a service that searches. */
  CostCase searchingWith(String params) {
    String entry =
        "search_tools: [{search_tool_name: s, litellm_params: {" + params + ", api_key: k}}]\n";
    return new CostCase(name, deployments, entry, usages, state, reckoning, cost, source);
  }

  /** Tokens: input, output. */
  static Usage used(long input, long output) {
    return Usage.reported(input, output);
  }

  /** Tokens by kind, of the last ones and searches none being said if they are 0. */
  static Usage used(
      long input, long read, long write5m, long write1h, long output, long thinking, int searches) {
    return new Usage(
        Usage.Origin.REPORTED,
        input,
        output,
        said(read),
        said(write5m),
        said(write1h),
        said(thinking),
        said(searches));
  }

  private static @Nullable Long said(long count) {
    return count == 0 ? null : (Long) count;
  }

  /** What the gateway says it cost. */
  String told() {
    Cost told = pricing().of(record());
    String cost = told.provider() == null ? "unknown" : Dollars.text(told.provider());
    return told.unpriced().isEmpty() ? cost : cost + ": " + String.join(", ", told.unpriced());
  }

  private Pricing pricing() {
    List<Deployment> read = read();
    return new Pricing(
        new ModelCatalogue(),
        id -> read.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null));
  }

  private UsageRecord record() {
    List<Deployment> read = read();
    List<Attempt> replaced = new ArrayList<>();
    for (int i = 0; i < read.size() - 1; i++) {
      Deployment each = read.get(i);
      replaced.add(
          new Attempt(
              each.id(), each.provider(), each.upstreamModel(), "api_error: broke", usages.get(i)));
    }
    Deployment last = read.getLast();
    return new UsageRecord(
        "r",
        Payer.NOBODY,
        "m",
        last.upstreamModel(),
        last.provider(),
        last.id(),
        state,
        usages.getLast(),
        START,
        null,
        START.plusSeconds(3),
        200,
        null,
        List.of(),
        replaced,
        Cost.UNKNOWN,
        null,
        null);
  }

  private List<Deployment> read() {
    String list =
        deployments.stream()
            .map(each -> "  - {model_name: m, " + each + "}\n")
            .collect(Collectors.joining());
    return new ConfigReader(PROVIDERS, name -> null)
        .read("model_list:\n" + list + tools)
        .deployments();
  }

  /** Its line of the page. */
  String line() {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < deployments.size(); i++) {
      asked.add("`" + shown(deployments.get(i)) + "`: " + shown(usages.get(i)));
    }
    return "| %s | %s | %s | **%s** | %s |\n"
        .formatted(name, String.join("; ", asked), reckoning, told(), source);
  }

  private static String shown(String deployment) {
    return deployment.replaceAll("litellm_params: \\{model: |[{}']", "");
  }

  private static String shown(Usage usage) {
    List<String> words = new ArrayList<>();
    word(usage.input(), "input", words);
    word(usage.cacheRead(), "read", words);
    word(usage.cacheWrite5m(), "written for 5 min", words);
    word(usage.cacheWrite1h(), "written for 1 h", words);
    word(usage.output(), "output", words);
    word(usage.thinking(), "of it thinking", words);
    word(usage.searches(), "searched", words);
    String all = words.isEmpty() ? "nothing known" : String.join(", ", words);
    return usage.origin() == Usage.Origin.ESTIMATED ? all + " (estimated)" : all;
  }

  private static void word(@Nullable Long count, String kind, List<String> words) {
    if (count != null) {
      words.add("%,d %s".formatted(count, kind));
    }
  }
}
