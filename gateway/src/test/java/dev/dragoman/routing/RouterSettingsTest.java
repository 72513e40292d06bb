package dev.dragoman.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.RouterSettings.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings of routing as they are written, and what they come to. */
final class RouterSettingsTest {
  /** A setting, and what of the settings it changes to what. */
  record Case(
      String name, String json, Function<RouterSettings, ? extends Object> part, Object expected) {
    @Override
    public String toString() {
      return name + ": " + json;
    }
  }

  private static RouterSettings one(String name, String json) {
    return RouterSettings.read(Map.of(name, RawJson.of(json)));
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "routing_strategy", "'simple-shuffle'", s -> s.balance().strategy(), Strategy.SHUFFLE),
        new Case(
            "routing_strategy",
            "'latency-based-routing'",
            s -> s.balance().strategy(),
            Strategy.LATENCY),
        new Case(
            "routing_strategy", "'cost-based-routing'", s -> s.balance().strategy(), Strategy.COST),
        new Case("routing_strategy", "'least-busy'", s -> s.balance().strategy(), Strategy.SHUFFLE),
        new Case(
            "routing_strategy_args",
            "{'lowest_latency_buffer': 0.5, 'max_latency_list_size': 3}",
            s -> s.balance().latencyBuffer(),
            0.5),
        new Case(
            "routing_strategy_args",
            "{'ttl': 60}",
            s -> s.balance().latencyAge(),
            Duration.ofMinutes(1)),
        new Case("num_retries", "0", s -> s.retries().times(), 0),
        new Case("num_retries", "'3'", s -> s.retries().times(), 3),
        new Case("num_retries", "null", s -> s.retries().times(), 2),
        new Case("retry_after", "1.5", s -> s.retries().atLeast(), Duration.ofMillis(1_500)),
        new Case(
            "retry_policy",
            "{'RateLimitErrorRetries': 3, 'TimeoutErrorRetries': 0, 'BadRequestErrorRetries': null}",
            s -> s.retries().policy(),
            Map.of(Kind.RATE_LIMIT, 3, Kind.TIMEOUT, 0)),
        new Case(
            "retry_policy",
            """
            {'BadRequestErrorRetries': 1, 'AuthenticationErrorRetries': 2,
             'ContentPolicyViolationErrorRetries': 4, 'NotFoundErrorRetries': 5}\
            """,
            s -> s.retries().policy(),
            Map.of(
                Kind.BAD_REQUEST,
                1,
                Kind.AUTHENTICATION,
                2,
                Kind.CONTENT_POLICY,
                4,
                Kind.NOT_FOUND,
                5)),
        new Case(
            "retry_policy",
            """
            {'ServiceUnavailableErrorRetries': 7, 'InternalServerErrorRetries': 6,
             'DefaultRetries': 1}\
            """,
            s -> s.retries().policy(),
            Map.of(
                Kind.SERVER,
                6,
                Kind.CONNECTION,
                6,
                Kind.OVERLOADED,
                7,
                Kind.RATE_LIMIT,
                1,
                Kind.TIMEOUT,
                1)),
        new Case(
            "model_group_retry_policy",
            "{'gpt-4o': {'TimeoutErrorRetries': 9}}",
            s -> s.retries().byGroup(),
            Map.of("gpt-4o", Map.of(Kind.TIMEOUT, 9))),
        new Case("allowed_fails", "4", s -> "" + s.coolDowns().allowedFails(), "4"),
        new Case(
            "allowed_fails_policy",
            "{'RateLimitErrorAllowedFails': 100, 'BadGatewayErrorAllowedFails': 2}",
            s -> s.coolDowns().policy(),
            Map.of(Kind.RATE_LIMIT, 100, Kind.OVERLOADED, 2)),
        new Case("cooldown_time", "30", s -> s.coolDowns().time(), Duration.ofSeconds(30)),
        new Case("cooldown_time", "0", s -> s.coolDowns().time(), Duration.ZERO),
        new Case("disable_cooldowns", "true", s -> s.coolDowns().on(), false),
        new Case("disable_cooldowns", "'no'", s -> s.coolDowns().on(), true),
        new Case(
            "fallbacks",
            "[{'a': ['b', 'c']}, {'*': ['d']}, {'a': ['c', 'e']}]",
            s -> s.fallbacks().general(),
            Map.of("a", List.of("b", "c", "e"), "*", List.of("d"))),
        new Case(
            "fallbacks",
            "[{'a': 'b'}, {'c': [{'model': 'd'}]}, 'e']",
            s -> s.fallbacks().general(),
            Map.of("a", List.of("b"), "c", List.of("d"), "*", List.of("e"))),
        new Case(
            "context_window_fallbacks",
            "[{'a': ['b']}]",
            s -> s.fallbacks().contextWindow(),
            Map.of("a", List.of("b"))),
        new Case(
            "content_policy_fallbacks",
            "[{'a': ['b']}]",
            s -> s.fallbacks().contentPolicy(),
            Map.of("a", List.of("b"))),
        new Case(
            "default_fallbacks", "['a', 'b']", s -> s.fallbacks().byDefault(), List.of("a", "b")),
        new Case("default_fallbacks", "'a'", s -> s.fallbacks().byDefault(), List.of("a")),
        new Case("max_fallbacks", "1", s -> s.fallbacks().most(), 1),
        new Case(
            "model_group_alias",
            "{'x': 'a', 'y': {'model': 'b'}}",
            RouterSettings::aliases,
            Map.of("x", "a", "y", "b")),
        new Case(
            "model_group_alias",
            "{'x': {'model': 'a', 'hidden': true}, 'y': {'model': 'a', 'hidden': false}}",
            RouterSettings::hidden,
            Set.of("x")),
        new Case("timeout", "30", s -> "" + s.timeout(), "PT30S"),
        new Case("request_timeout", "40", s -> "" + s.timeout(), "PT40S"),
        new Case("stream_timeout", "0.25", s -> "" + s.streamTimeout(), "PT0.25S"),
        new Case("enable_tag_filtering", "true", s -> s.balance().byTags(), true),
        new Case("tag_filtering_match_any", "false", s -> s.balance().anyTag(), false),
        new Case("enable_pre_call_checks", "true", s -> s.balance().limitsRefuse(), true),
        new Case(
            "optional_pre_call_checks",
            "['deployment_affinity', 'enforce_model_rate_limits']",
            s -> s.balance().limitsRefuse(),
            true),
        new Case(
            "optional_pre_call_checks",
            "['session_affinity']",
            s -> s.balance().limitsRefuse(),
            false),
        new Case("session_affinity", "false", s -> s.balance().sticky(), false),
        new Case("ping_interval", "120", RouterSettings::pingInterval, Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSettingChangesItsPart(Case each) {
    RouterSettings settings = one(each.name, each.json.replace('\'', '"'));
    assertEquals(each.expected, each.part.apply(settings));
    assertEquals(settings, RouterSettings.read(settings.byName()));
  }

  @Test
  void everySettingHasACase() {
    assertEquals(
        new TreeSet<>(RouterSettingsReader.NAMES),
        cases().map(Case::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void nothingSetIsWhatStandsByDefault() {
    assertEquals(RouterSettings.DEFAULT, RouterSettings.read(Map.of()));
    assertTrue(RouterSettings.DEFAULT.balance().anyTag());
    assertTrue(RouterSettings.DEFAULT.balance().sticky());
  }

  @Test
  void theTimeoutOfRoutingGoesBeforeThatOfRequests() {
    assertEquals(
        Duration.ofSeconds(1),
        RouterSettings.read(Map.of("timeout", RawJson.of("1"), "request_timeout", RawJson.of("2")))
            .timeout());
  }

  @Test
  void aNameThatIsNotKnownIsKept() {
    assertEquals(Set.of("of_later"), one("of_later", "[1]").byName().keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "routing_strategy | 'random' | routing_strategy: must be simple-shuffle, latency",
        "routing_strategy | ['simple-shuffle'] | routing_strategy: must be text",
        "routing_strategy_args | {'ttl': 0} | routing_strategy_args.ttl: must be more than 0",
        "routing_strategy_args | 1 | routing_strategy_args: must be a mapping like",
        "num_retries | -1 | num_retries: must not be negative",
        "num_retries | 1.5 | num_retries: must be a whole number",
        "num_retries | 1e30 | num_retries: is too large",
        "num_retries | 'many' | num_retries: must be a number",
        "num_retries | true | num_retries: must be a number",
        "num_retries | {'a': [1]} | num_retries: must be a number",
        "retry_after | 1e20 | retry_after: is too large",
        "retry_policy | 3 | retry_policy: must be a mapping like {RateLimitErrorRetries: 3}",
        "retry_policy | {'TimeoutErrorRetries': 'x'} | retry_policy.TimeoutErrorRetries: must be a",
        "model_group_retry_policy | {'a': 1} | model_group_retry_policy.a: must be a mapping",
        "allowed_fails | [] | allowed_fails: must be a number",
        "disable_cooldowns | 1 | disable_cooldowns: must be true or false",
        "fallbacks | {'a': ['b']} | fallbacks: must be a list of items like",
        "fallbacks | [{'a': [], 'b': []}] | fallbacks.0.b: must be an item of its own",
        "fallbacks | [1] | fallbacks.0: must be a model's name with those that stand in for it",
        "fallbacks | [{'a': true}] | fallbacks.0.a: must be a list of models' names",
        "fallbacks | [{'a': ['b', '']}] | fallbacks.0.a.1: is empty",
        "fallbacks | [{'a': [{'model': 'b', 'api_key': 'k'}]}] | fallbacks.0.a.0.api_key: is not",
        "model_group_alias | ['a'] | model_group_alias: must be a mapping from aliases",
        "model_group_alias | {'a': {'hidden': true}} | model_group_alias.a: must name a model",
        "model_group_alias | {'a': {'model': 'b', 'x': 1}} | model_group_alias.a.x: means nothing",
        "timeout | 0 | timeout: must be more than 0 seconds",
        "ping_interval | 0.5 | ping_interval: must be 1 to 120 seconds",
        "ping_interval | 121 | ping_interval: must be 1 to 120 seconds",
        "optional_pre_call_checks | [[]] | optional_pre_call_checks.0: must be text",
        "timeout | {{ | timeout: is no JSON",
      })
  void aWrongValueIsRefusedByName(String name, String json, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> one(name, json.replace('\'', '"')), json);
    assertTrue(("" + e.getMessage()).startsWith(message), e::getMessage);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                RouterSettings.read(
                    Map.of("num_retries", RawJson.of("[]"), "timeout", RawJson.of("0"))));
    assertEquals(2, ("" + e.getMessage()).lines().count(), e::getMessage);
  }

  @Test
  void whatIsNotDoneIsSaid() {
    RouterSettingsReader.Reading reading =
        RouterSettingsReader.read(
            Map.of(
                "routing_strategy", RawJson.of("\"usage-based-routing-v2\""),
                "routing_strategy_args", RawJson.of("{\"ttft_percentile\": 0.9}"),
                "retry_policy", RawJson.of("{\"TeapotErrorRetries\": [1]}"),
                "optional_pre_call_checks", RawJson.of("[\"router_budget_limiting\"]")));
    assertEquals(List.of(), reading.wrong());
    assertEquals(
        List.of(
            "The routing_strategy usage-based-routing-v2 is not offered; requests are shuffled."),
        reading.warnings());
    assertEquals(
        Set.of(
            List.of("routing_strategy_args", "ttft_percentile"),
            List.of("retry_policy", "TeapotErrorRetries"),
            List.of("optional_pre_call_checks", "router_budget_limiting")),
        Set.copyOf(reading.unknown()));
  }
}
