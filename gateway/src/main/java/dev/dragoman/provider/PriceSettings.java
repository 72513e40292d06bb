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
 * {@code cache_read_input_token_cost_above_200k_tokens} ... in dollars.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/custom_pricing">Custom pricing</a>
 */
final class PriceSettings {
  private static final Map<String, String> NAMES =
      Map.of(
          "input_cost_per_token", "in",
          "output_cost_per_token", "out",
          "cache_read_input_token_cost", "read",
          "cache_creation_input_token_cost", "write",
          "cache_creation_input_token_cost_above_1hr", "hour",
          "output_cost_per_reasoning_token", "think");

  private static final String SEARCH = "search_context_cost_per_query";

  private static final Pattern TIER = Pattern.compile("(.+)_above_(\\d{1,6})k_tokens");

  private PriceSettings() {}

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
        BigDecimal dollars = kind == null ? null : number(setting.getValue());
        if (kind != null && dollars != null) {
          Rates one = Prices.one(kind, Prices.units(dollars));
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

  private static @Nullable BigDecimal number(RawJson value) {
    try (JsonParser in = value.parser()) {
      return in.nextToken().isNumeric() ? in.getDecimalValue() : null;
    }
  }

  /** The price of a search of medium context, the usual; or one number for all. */
  private static @Nullable Long ofSearch(RawJson value) {
    if (!value.isObject()) {
      BigDecimal dollars = number(value);
      return dollars == null ? null : Prices.units(dollars);
    }
    try (JsonParser in = value.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals("search_context_size_medium") && token.isNumeric()) {
          return Prices.units(in.getDecimalValue());
        }
        in.skipChildren();
      }
      return null;
    }
  }
}
