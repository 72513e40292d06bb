package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.config.YamlValue.Sequence;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file sets for all callers: budgets of the whole gateway and of a session, what happens
 * while the store cannot be read, and what models may hold that are added by API. Variables are
 * read. Of LiteLLM's names all but the last three, which are this gateway's own; it has {@code
 * max_budget_per_session}, too, but only among an agent's parameters.
 */
final class PolicySection {
  private static final String MAX_BUDGET = "max_budget";
  private static final String DURATION = "budget_duration";
  private static final String SESSION = "max_budget_per_session";
  private static final String PREFIXES = "allowed_secret_prefixes";

  private static final Set<String> OF_LITELLM = Set.of(MAX_BUDGET, DURATION);

  private static final Set<String> FLAGS =
      Set.of("allow_requests_on_db_unavailable", "store_model_in_db", "allow_private_api_base");

  /** Nano-dollars of more do not fit a long. */
  private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(9_000_000_000L);

  /** As LiteLLM's duration_parser.py reads them, but to their end, and for less than a century. */
  private static final Pattern WINDOW =
      Pattern.compile(
          "([1-9][0-9]{0,8}s|[1-9][0-9]{0,6}m|[1-9][0-9]{0,4}h|[1-9][0-9]{0,3}d"
              + "|[1-9][0-9]{0,2}(w|mo))|(?i:hourly|daily|weekly|monthly)");

  private final Fields general;
  private final Fields litellm;
  private final Map<String, RawJson> policy = new HashMap<>();

  PolicySection(Fields general, Fields litellm) {
    this.general = general;
    this.litellm = litellm;
  }

  /** Whether an entry of a section is one of these. */
  static boolean reads(String section, String name) {
    return switch (section) {
      case "litellm_settings" -> OF_LITELLM.contains(name);
      case "general_settings" ->
          FLAGS.contains(name) || name.equals(SESSION) || name.equals(PREFIXES);
      default -> false;
    };
  }

  /** Those that are set, by name, as JSON; what is wrong goes to the faults, at its place. */
  Map<String, RawJson> read(Unused unused) {
    BigDecimal budget = dollars(litellm, MAX_BUDGET);
    if (budget != null && budget.signum() == 0) {
      unused.say("litellm_settings.max_budget is 0, which is no limit, as LiteLLM takes it.");
    }
    BigDecimal ofSession = dollars(general, SESSION);
    if (ofSession != null && ofSession.signum() == 0) {
      general.fault(SESSION, "must be more than 0 dollars; leave it out for no limit");
    }
    readDuration();
    for (String name : FLAGS) {
      Boolean flag = general.flag(name);
      if (flag != null) {
        policy.put(name, RawJson.of(flag.toString()));
      }
    }
    readPrefixes();
    return policy;
  }

  private @Nullable BigDecimal dollars(Fields section, String name) {
    BigDecimal dollars = section.number(name);
    if (dollars != null && dollars.compareTo(MOST_DOLLARS) > 0) {
      section.fault(name, "is too large");
      return null;
    }
    if (dollars != null) {
      policy.put(name, RawJson.of(dollars.toString()));
    }
    return dollars;
  }

  private void readDuration() {
    String duration = litellm.text(DURATION);
    if (duration == null) {
      return;
    }
    if (WINDOW.matcher(duration).matches()) {
      policy.put(DURATION, json(duration));
    } else {
      litellm.fault(
          DURATION, "must be a time like 30s, 30m, 30h, 30d, 2w, 1mo, or daily, weekly, monthly");
    }
  }

  private void readPrefixes() {
    YamlValue value = general.mapping().value(PREFIXES);
    if (value == null) {
      return;
    }
    Path path = general.path().key(PREFIXES);
    List<String> prefixes = new ArrayList<>();
    if (value instanceof Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        readPrefix(list.items().get(i), path.index(i), prefixes);
      }
    } else {
      readPrefix(value, path, prefixes);
    }
    policy.put(
        PREFIXES,
        RawJson.of(
            Json.text(out -> {
              out.writeStartArray();
              prefixes.forEach(out::writeString);
              out.writeEndArray();
            })));
  }

  /** Variables are no secrets that a model added by API may name, whatever they are called. */
  private void readPrefix(YamlValue value, Path path, List<String> prefixes) {
    if (value instanceof Scalar scalar
        && (scalar.text().startsWith("ssm:") || scalar.text().startsWith("secretsmanager:"))) {
      prefixes.add(scalar.text());
    } else {
      general
          .faults()
          .add(value.at(), path, "must be text that begins with \"ssm:\" or \"secretsmanager:\"");
    }
  }

  private static RawJson json(String text) {
    return RawJson.of(Json.text(out -> out.writeString(text)));
  }
}
