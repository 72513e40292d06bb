package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How requests go to deployments: LiteLLM's {@code router_settings}, and those of {@code
 * litellm_settings} that mean the same.
 *
 * @param byName the settings as they were written, as JSON, by LiteLLM's names; what a store keeps
 * @param aliases other names of models: from the alias to the model ({@code model_group_alias})
 * @param hidden the aliases that are not listed
 * @param timeout for a whole answer, where the deployment does not say ({@code timeout}, else
 *     {@code request_timeout}); null for the default
 * @param streamTimeout until the first content, likewise
 * @param pingInterval how long a client hears nothing before it hears a ping
 */
public record RouterSettings(
    Map<String, RawJson> byName,
    Balance balance,
    Retries retries,
    CoolDowns coolDowns,
    Fallbacks fallbacks,
    Map<String, String> aliases,
    Set<String> hidden,
    @Nullable Duration timeout,
    @Nullable Duration streamTimeout,
    Duration pingInterval) {

  /** What stands where nobody set anything. */
  public static final RouterSettings DEFAULT =
      new RouterSettings(
          Map.of(),
          new Balance(Strategy.SHUFFLE, 0, Duration.ofHours(1), true, false, true, false),
          new Retries(2, Duration.ZERO, Map.of(), Map.of()),
          new CoolDowns(true, Duration.ofSeconds(5), null, Map.of()),
          new Fallbacks(Map.of(), List.of(), Map.of(), Map.of(), 5),
          Map.of(),
          Set.of(),
          null,
          null,
          Duration.ofSeconds(10));

  public RouterSettings {
    byName = Map.copyOf(byName);
    aliases = Map.copyOf(aliases);
    hidden = Set.copyOf(hidden);
  }

  /**
   * The settings that {@code byName} writes.
   *
   * @param byName as {@link RouterSettingsReader#NAMES} names them; all others are kept and mean
   *     nothing
   * @throws IllegalArgumentException that names each one that is wrong, and says what would be
   *     right
   */
  public static RouterSettings read(Map<String, RawJson> byName) {
    RouterSettingsReader.Reading reading = RouterSettingsReader.read(byName);
    if (!reading.wrong().isEmpty()) {
      throw new IllegalArgumentException(
          reading.wrong().stream()
              .map(wrong -> String.join(".", wrong.path()) + ": " + wrong.message())
              .collect(Collectors.joining("\n")));
    }
    return reading.settings();
  }

  /** How one of several deployments is chosen. */
  public enum Strategy {
    /** By chance, in proportion to {@code weight}, else {@code rpm}, else {@code tpm}. */
    SHUFFLE,
    /** The one whose first content came soonest of late. */
    LATENCY,
    /** The cheapest. */
    COST
  }

  /**
   * How requests are spread.
   *
   * @param latencyBuffer how much slower than the quickest, as a share of it, still counts as quick
   * @param latencyAge how long a measured latency counts
   * @param sticky whether a session stays on its deployment
   * @param byTags whether tags choose deployments ({@code enable_tag_filtering})
   * @param anyTag whether one common tag is enough
   * @param limitsRefuse whether a deployment at its rpm or tpm is never asked; else it is when no
   *     other is left
   */
  public record Balance(
      Strategy strategy,
      double latencyBuffer,
      Duration latencyAge,
      boolean sticky,
      boolean byTags,
      boolean anyTag,
      boolean limitsRefuse) {}

  /**
   * How often a request is tried again within a group of deployments.
   *
   * @param times after the first attempt
   * @param atLeast the least to wait before asking the same deployment again ({@code retry_after})
   * @param policy by kind of failure, in place of {@code times} ({@code retry_policy})
   * @param byGroup the same for one model name ({@code model_group_retry_policy})
   */
  public record Retries(
      int times,
      Duration atLeast,
      Map<Failure.Kind, Integer> policy,
      Map<String, Map<Failure.Kind, Integer>> byGroup) {
    public Retries {
      policy = Map.copyOf(policy);
      byGroup = Map.copyOf(byGroup);
    }
  }

  /**
   * When a deployment is left alone.
   *
   * @param on false for {@code disable_cooldowns}
   * @param time for how long
   * @param allowedFails failures within a minute that are let pass; null to judge by the share of
   *     failures
   * @param policy the same by kind of failure ({@code allowed_fails_policy})
   */
  public record CoolDowns(
      boolean on,
      Duration time,
      @Nullable Integer allowedFails,
      Map<Failure.Kind, Integer> policy) {
    public CoolDowns {
      policy = Map.copyOf(policy);
    }
  }

  /**
   * Which models stand in for others, in order, by model name; {@code *} stands for every name.
   *
   * @param byDefault for names that have none of their own ({@code default_fallbacks})
   * @param most how many are tried at most ({@code max_fallbacks})
   */
  public record Fallbacks(
      Map<String, List<String>> general,
      List<String> byDefault,
      Map<String, List<String>> contextWindow,
      Map<String, List<String>> contentPolicy,
      int most) {
    public Fallbacks {
      general = Map.copyOf(general);
      byDefault = List.copyOf(byDefault);
      contextWindow = Map.copyOf(contextWindow);
      contentPolicy = Map.copyOf(contentPolicy);
    }
  }
}
