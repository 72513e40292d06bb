package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Prices.Rates;
import dev.dragoman.provider.Prices.Tier;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The prices that a deployment sets itself, as LiteLLM names them: {@code input_cost_per_token},
 * {@code cache_read_input_token_cost_above_200k_tokens} ... in dollars. What is no price, being
 * negative or beyond counting, is as if it were not set; the reader of a configuration refuses it.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/custom_pricing">Custom pricing</a>
 */
public final class PriceSettings {
  private static final Map<String, String> NAMES =
      Map.of(
          "input_cost_per_token", "in",
          "output_cost_per_token", "out",
          "cache_read_input_token_cost", "read",
          "cache_creation_input_token_cost", "write",
          "cache_creation_input_token_cost_above_1hr", "hour",
          "output_cost_per_reasoning_token", "think");

  private static final String SEARCH = "search_context_cost_per_query";

  /** Of a search that the gateway has carried out; {@code input_cost_per_query} of its service. */
  private static final String SERVICE = "search_cost_per_query";

  /**
   * One credit for a basic search, paid as one goes (docs.tavily.com/documentation/api-credits).
   */
  private static final long TAVILY = Prices.units(new BigDecimal("0.008"));

  private static final Pattern TIER = Pattern.compile("(.+)_above_(\\d{1,6})k_tokens");

  private PriceSettings() {}

  /** Whether a setting of this name is a price that counts. */
  public static boolean reads(String name) {
    Matcher tier = TIER.matcher(name);
    return NAMES.containsKey(tier.matches() ? tier.group(1) : name)
        || name.equals(SEARCH)
        || name.equals(SERVICE);
  }

  /**
   * What a search costs that the gateway carries out for a deployment; null if it carries out none.
   * Who has a SearXNG of his own pays nobody.
   */
  static @Nullable Long service(Map<String, RawJson> settings) {
    RawJson provider = settings.get("search_provider");
    if (provider == null) {
      return null;
    }
    RawJson set = settings.get(SERVICE);
    Long price = set == null ? null : price(set);
    if (price != null) {
      return price;
    }
    return switch (provider.toString()) {
      case "\"tavily\"" -> TAVILY;
      case "\"searxng\"" -> 0L;
      default -> null;
    };
  }

  /** {@link Prices#UNKNOWN} if none are set. */
  static Prices of(Map<String, RawJson> settings) {
    Rates base = Rates.UNKNOWN;
    Long search = null;
    Map<Integer, Rates> tiers = new TreeMap<>();
    for (Map.Entry<String, RawJson> setting : settings.entrySet()) {
      String name = setting.getKey();
      if (name.equals(SEARCH)) {
        search = ofSearch(setting.getValue());
      } else if (name.contains("_cost")) {
        Matcher tier = TIER.matcher(name);
        boolean tiered = tier.matches();
        String kind = NAMES.get(tiered ? tier.group(1) : name);
        Long price = kind == null ? null : price(setting.getValue());
        if (kind != null && price != null) {
          Rates one = Prices.one(kind, price);
          if (tiered) {
            tiers.merge(Integer.parseInt(tier.group(2)) * 1_000, one, Rates::or);
          } else {
            base = base.or(one);
          }
        }
      }
    }
    return new Prices(
        base,
        search,
        tiers.entrySet().stream().map(tier -> new Tier(tier.getKey(), tier.getValue())).toList());
  }

  private static @Nullable Long price(RawJson value) {
    try (JsonParser in = value.parser()) {
      return in.nextToken().isNumeric() ? price(in.getDecimalValue()) : null;
    }
  }

  private static @Nullable Long price(BigDecimal dollars) {
    return Prices.wrong(dollars) == null ? (Long) Prices.units(dollars) : null;
  }

  /** The price of a search of medium context, the usual; or one number for all. */
  private static @Nullable Long ofSearch(RawJson value) {
    if (!value.isObject()) {
      return price(value);
    }
    try (JsonParser in = value.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals("search_context_size_medium") && token.isNumeric()) {
          return price(in.getDecimalValue());
        }
        in.skipChildren();
      }
      return null;
    }
  }
}
