package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.RouterSettings.Balance;
import dev.dragoman.routing.RouterSettings.CoolDowns;
import dev.dragoman.routing.RouterSettings.Fallbacks;
import dev.dragoman.routing.RouterSettings.Retries;
import dev.dragoman.routing.RouterSettings.Strategy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reader of LiteLLM's {@code router_settings}. What is not set has LiteLLM's default, where it
 * has one.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/config_settings">LiteLLM, all settings</a>
 */
public final class RouterSettingsReader {
  /** The settings that are read: LiteLLM's, and two of this gateway's own. */
  public static final Set<String> NAMES =
      words(
          """
          routing_strategy routing_strategy_args num_retries retry_after retry_policy
          model_group_retry_policy allowed_fails allowed_fails_policy cooldown_time
          disable_cooldowns fallbacks context_window_fallbacks content_policy_fallbacks
          default_fallbacks max_fallbacks model_group_alias timeout stream_timeout request_timeout
          enable_tag_filtering tag_filtering_match_any enable_pre_call_checks
          optional_pre_call_checks session_affinity ping_interval
          """);

  /** Strategies of LiteLLM's that are not offered; requests are shuffled instead. */
  private static final Set<String> OTHER_STRATEGIES =
      words("least-busy usage-based-routing usage-based-routing-v2 lar1");

  /** Checks that keep related requests together, as {@code session_affinity} does here. */
  private static final Set<String> AFFINITIES =
      words(
          """
          deployment_affinity session_affinity prompt_caching responses_api_deployment_check
          encrypted_content_affinity
          """);

  private static final Duration LONGEST_PING_INTERVAL = Duration.ofMinutes(2);
  private static final Duration SHORTEST_PING_INTERVAL = Duration.ofSeconds(1);

  /**
   * Something that is wrong.
   *
   * @param path the setting's name, then keys and indexes (from 0) inside it
   * @param message what would be right; holds no value
   */
  public record Wrong(List<String> path, String message) {}

  /**
   * What was read.
   *
   * @param settings with the defaults for what is wrong
   * @param unknown the ways to what means nothing here, as in {@link Wrong}
   * @param warnings what is done otherwise than the settings say: a sentence each
   */
  public record Reading(
      RouterSettings settings,
      List<Wrong> wrong,
      List<List<String>> unknown,
      List<String> warnings) {}

  private final Map<String, RawJson> byName;
  private final List<Wrong> wrong = new ArrayList<>();
  private final List<List<String>> unknown = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private RouterSettingsReader(Map<String, RawJson> byName) {
    this.byName = byName;
  }

  /** Reads settings as JSON by name. */
  public static Reading read(Map<String, RawJson> byName) {
    RouterSettingsReader reader = new RouterSettingsReader(byName);
    RouterSettings settings = reader.settings();
    return new Reading(
        settings,
        List.copyOf(reader.wrong),
        List.copyOf(reader.unknown),
        List.copyOf(reader.warnings));
  }

  private RouterSettings settings() {
    RouterSettings usual = RouterSettings.DEFAULT;
    AliasReader aliases =
        or("model_group_alias", AliasReader::read, new AliasReader(Map.of(), Set.of()));
    Duration whole = value("timeout", SettingCursor::someSeconds);
    Duration request = value("request_timeout", SettingCursor::someSeconds);
    return new RouterSettings(
        byName,
        balance(usual.balance()),
        retries(usual.retries()),
        coolDowns(usual.coolDowns()),
        fallbacks(usual.fallbacks()),
        aliases.models(),
        aliases.hidden(),
        whole == null ? request : whole,
        value("stream_timeout", SettingCursor::someSeconds),
        or("ping_interval", RouterSettingsReader::pingInterval, usual.pingInterval()));
  }

  private Balance balance(Balance usual) {
    Args args = new Args();
    value("routing_strategy_args", in -> args(in, args));
    boolean checked = or("enable_pre_call_checks", SettingCursor::flag, false);
    boolean enforced = or("optional_pre_call_checks", this::enforcesLimits, false);
    return new Balance(
        or("routing_strategy", this::strategy, usual.strategy()),
        args.buffer,
        args.age,
        or("session_affinity", SettingCursor::flag, usual.sticky()),
        or("enable_tag_filtering", SettingCursor::flag, usual.byTags()),
        or("tag_filtering_match_any", SettingCursor::flag, usual.anyTag()),
        checked || enforced);
  }

  private Retries retries(Retries usual) {
    Map<String, Map<Kind, Integer>> byGroup = new HashMap<>();
    value(
        "model_group_retry_policy",
        in -> {
          in.entries(
              "a mapping from models' names to retry policies",
              model -> byGroup.put(model, PolicyReader.read(in, "Retries", unknown)));
          return byGroup;
        });
    return new Retries(
        or("num_retries", SettingCursor::count, usual.times()),
        or("retry_after", SettingCursor::seconds, usual.atLeast()),
        or("retry_policy", in -> PolicyReader.read(in, "Retries", unknown), usual.policy()),
        byGroup);
  }

  private CoolDowns coolDowns(CoolDowns usual) {
    return new CoolDowns(
        !or("disable_cooldowns", SettingCursor::flag, !usual.on()),
        or("cooldown_time", SettingCursor::seconds, usual.time()),
        value("allowed_fails", SettingCursor::count),
        or(
            "allowed_fails_policy",
            in -> PolicyReader.read(in, "AllowedFails", unknown),
            usual.policy()));
  }

  private Fallbacks fallbacks(Fallbacks usual) {
    return new Fallbacks(
        or("fallbacks", FallbackReader::read, usual.general()),
        or("default_fallbacks", FallbackReader::names, usual.byDefault()),
        or("context_window_fallbacks", FallbackReader::read, usual.contextWindow()),
        or("content_policy_fallbacks", FallbackReader::read, usual.contentPolicy()),
        or("max_fallbacks", SettingCursor::count, usual.most()));
  }

  private @Nullable Strategy strategy(SettingCursor in) {
    String name = in.text();
    if (name == null) {
      return null;
    }
    if (OTHER_STRATEGIES.contains(name)) {
      warnings.add("The routing_strategy " + name + " is not offered; requests are shuffled.");
      return Strategy.SHUFFLE;
    }
    return switch (name) {
      case "simple-shuffle" -> Strategy.SHUFFLE;
      case "latency-based-routing" -> Strategy.LATENCY;
      case "cost-based-routing" -> Strategy.COST;
      default -> {
        in.wrong("must be simple-shuffle, latency-based-routing or cost-based-routing");
        yield null;
      }
    };
  }

  /** What {@code routing_strategy_args} say. */
  private static final class Args {
    double buffer = RouterSettings.DEFAULT.balance().latencyBuffer();
    Duration age = RouterSettings.DEFAULT.balance().latencyAge();
  }

  private Args args(SettingCursor in, Args args) {
    in.entries(
        "a mapping like {lowest_latency_buffer: 0.2, ttl: 3600}",
        key -> {
          switch (key) {
            case "lowest_latency_buffer" -> {
              BigDecimal buffer = in.number();
              args.buffer = buffer == null ? args.buffer : buffer.doubleValue();
            }
            case "ttl" -> args.age = Objects.requireNonNullElse(in.someSeconds(), args.age);
            default -> {
              unknown.add(in.path());
              in.skip();
            }
          }
        });
    return args;
  }

  private Boolean enforcesLimits(SettingCursor in) {
    List<String> checks = in.texts("a list of names");
    for (String check : checks) {
      if (!check.equals("enforce_model_rate_limits") && !AFFINITIES.contains(check)) {
        unknown.add(List.of("optional_pre_call_checks", check));
      }
    }
    return checks.contains("enforce_model_rate_limits");
  }

  private static @Nullable Duration pingInterval(SettingCursor in) {
    Duration interval = in.seconds();
    boolean fits =
        interval == null
            || (interval.compareTo(SHORTEST_PING_INTERVAL) >= 0
                && interval.compareTo(LONGEST_PING_INTERVAL) <= 0);
    if (!fits) {
      in.wrong("must be 1 to 120 seconds");
    }
    return fits ? interval : null;
  }

  /** How a value is read; null for one that is wrong. */
  private interface Form<T> {
    @Nullable T read(SettingCursor in);
  }

  private <T> @Nullable T value(String name, Form<T> form) {
    RawJson json = byName.get(name);
    if (json == null) {
      return null;
    }
    List<T> read = new ArrayList<>();
    SettingCursor.read(
        name,
        json,
        wrong,
        in -> {
          T value = form.read(in);
          if (value != null) {
            read.add(value);
          }
        });
    return read.isEmpty() ? null : read.getFirst();
  }

  private <T> T or(String name, Form<T> form, T usual) {
    T value = value(name, form);
    return value == null ? usual : value;
  }

  private static Set<String> words(String list) {
    return Set.of(list.strip().split("\\s+"));
  }
}
