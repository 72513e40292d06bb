package dev.dragoman.access;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.Dollars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the operator sets for all callers.
 *
 * @param maxBudget nano-dollars in a window for the whole gateway ({@code
 *     litellm_settings.max_budget}); null for no limit, which 0 there is, too
 * @param budgetDuration of that window ({@code litellm_settings.budget_duration})
 * @param sessionBudget nano-dollars for each session of any caller ({@code
 *     general_settings.max_budget_per_session}); null for no limit
 * @param openWhenUnreadable whether a caller who cannot be looked up is admitted all the same
 *     ({@code general_settings.allow_requests_on_db_unavailable})
 * @param storeModels whether models can be added by API ({@code
 *     general_settings.store_model_in_db})
 * @param secretPrefixes references that a model added by API may use ({@code
 *     general_settings.allowed_secret_prefixes}): {@code ssm:/dragoman/} ...; empty for none
 * @param openAddresses whether a model added by API may have an address on loopback, link-local or
 *     private networks ({@code general_settings.allow_private_api_base})
 * @param revision when it was set, in epoch milliseconds: of two budgets the later one holds; 0 for
 *     one that nobody set
 */
public record Policy(
    @Nullable Long maxBudget,
    @Nullable String budgetDuration,
    @Nullable Long sessionBudget,
    boolean openWhenUnreadable,
    boolean storeModels,
    List<String> secretPrefixes,
    boolean openAddresses,
    long revision) {
  /** What holds where nothing is set. */
  public static final Policy DEFAULT =
      new Policy(null, null, null, false, true, List.of(), false, 0);

  /** In dollars; nano-dollars of it fit a long. */
  private static final BigDecimal MOST = BigDecimal.valueOf(9_000_000_000L);

  /** Rounding a number with a billion places would take a gigabyte. */
  private static final int MOST_PLACES = 1_000;

  public Policy {
    secretPrefixes = List.copyOf(secretPrefixes);
  }

  /** One of no revision. */
  public Policy(
      @Nullable Long maxBudget,
      @Nullable String budgetDuration,
      @Nullable Long sessionBudget,
      boolean openWhenUnreadable,
      boolean storeModels,
      List<String> secretPrefixes,
      boolean openAddresses) {
    this(
        maxBudget,
        budgetDuration,
        sessionBudget,
        openWhenUnreadable,
        storeModels,
        secretPrefixes,
        openAddresses,
        0);
  }

  /**
   * What the settings of these names say, each as JSON; others mean nothing.
   *
   * @throws IllegalArgumentException that names one which cannot be read
   */
  public static Policy of(Map<String, RawJson> byName) {
    if (byName.isEmpty()) {
      return DEFAULT;
    }
    BigDecimal dollars = dollars(byName, "max_budget");
    BigDecimal ofSession = dollars(byName, "max_budget_per_session");
    return new Policy(
        // LiteLLM's 0 is no limit.
        dollars == null || dollars.signum() == 0 ? null : nanos("max_budget", dollars),
        read(byName, "budget_duration", JsonToken.VALUE_STRING, JsonParser::getString),
        ofSession == null ? null : nanos("max_budget_per_session", ofSession),
        flag(byName, "allow_requests_on_db_unavailable", DEFAULT.openWhenUnreadable),
        flag(byName, "store_model_in_db", DEFAULT.storeModels),
        texts(byName, "allowed_secret_prefixes"),
        flag(byName, "allow_private_api_base", DEFAULT.openAddresses),
        revision(byName));
  }

  private static @Nullable BigDecimal dollars(Map<String, RawJson> byName, String name) {
    RawJson value = byName.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    try (JsonParser in = value.parser()) {
      JsonToken token = in.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        BigDecimal dollars = in.getDecimalValue();
        if (dollars.signum() >= 0) {
          return dollars;
        }
      }
    } catch (JacksonException e) {
      throw unreadable(name, e);
    }
    throw unreadable(name, null);
  }

  private static long revision(Map<String, RawJson> byName) {
    Long revision = read(byName, "revision", JsonToken.VALUE_NUMBER_INT, JsonParser::getLongValue);
    return revision == null ? 0 : revision;
  }

  private static long nanos(String name, BigDecimal dollars) {
    if (dollars.scale() > MOST_PLACES || dollars.compareTo(MOST) > 0) {
      throw unreadable(name, null);
    }
    return Dollars.nanos(dollars);
  }

  private static boolean flag(Map<String, RawJson> byName, String name, boolean otherwise) {
    RawJson value = byName.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    return switch (value.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unreadable(name, null);
    };
  }

  private static List<String> texts(Map<String, RawJson> byName, String name) {
    List<String> texts =
        read(
            byName,
            name,
            JsonToken.START_ARRAY,
            in -> {
              List<String> read = new ArrayList<>();
              while (in.nextToken() == JsonToken.VALUE_STRING) {
                read.add(in.getString());
              }
              if (in.currentToken() != JsonToken.END_ARRAY) {
                throw unreadable(name, null);
              }
              return read;
            });
    return texts == null ? List.of() : texts;
  }

  /** What {@code reading} makes of a value that begins with {@code token}. */
  private static <T> @Nullable T read(
      Map<String, RawJson> byName, String name, JsonToken token, Function<JsonParser, T> reading) {
    RawJson value = byName.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    try (JsonParser in = value.parser()) {
      if (in.nextToken() == token) {
        return reading.apply(in);
      }
    } catch (JacksonException e) {
      throw unreadable(name, e);
    }
    throw unreadable(name, null);
  }

  private static IllegalArgumentException unreadable(String name, @Nullable Throwable cause) {
    return new IllegalArgumentException(name + " cannot be read", cause);
  }
}
