package dev.dragoman.store;

import static dev.dragoman.store.Samples.deployment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.RouterSettings;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is true of model mappings wherever they are kept. */
abstract class MappingsContract {
  /** Empty mappings. */
  abstract Mappings mappings();

  /** Mappings whose store cannot be reached; none if that cannot be. */
  abstract List<Mappings> unreachable();

  @Test
  void nothingIsThereAtFirst() {
    assertEquals(List.of(), mappings().load().deployments());
  }

  @Test
  void whatWasPutIsLoaded() {
    Mappings mappings = mappings();
    mappings.put(Samples.full());
    assertEquals(List.of(Samples.full()), mappings.load().deployments());
  }

  @Test
  void deploymentsComeByModelNameThenById() {
    Mappings mappings = mappings();
    Deployment b1 = deployment("b", "1", Origin.API);
    Deployment b2 = deployment("b", "2", Origin.CONFIG);
    Deployment a9 = deployment("a", "9", Origin.API);
    Deployment upper = deployment("Z", "5", Origin.API);
    List.of(b2, a9, b1, upper).forEach(mappings::put);
    assertEquals(List.of(upper, a9, b1, b2), mappings.load().deployments());
  }

  @Test
  void aDeploymentReplacesTheOneWithItsId() {
    Mappings mappings = mappings();
    mappings.put(deployment("a", "1", Origin.CONFIG));
    mappings.put(deployment("b", "1", Origin.API));
    mappings.put(deployment("b", "1", Origin.API));
    assertEquals(List.of(deployment("b", "1", Origin.API)), mappings.load().deployments());
  }

  @Test
  void removingSaysWhetherOneWasThere() {
    Mappings mappings = mappings();
    mappings.put(deployment("a", "1", Origin.API));
    mappings.put(deployment("a", "2", Origin.API));
    assertTrue(mappings.remove("1"));
    assertFalse(mappings.remove("1"));
    assertFalse(mappings.remove("never"));
    assertEquals(List.of(deployment("a", "2", Origin.API)), mappings.load().deployments());
  }

  @Test
  void aConfigReplacesOnlyWhatCameFromAConfig() {
    Mappings mappings = mappings();
    Deployment api = deployment("api", "1", Origin.API);
    Deployment builtIn = deployment("demo", "2", Origin.BUILT_IN);
    Deployment stays = deployment("stays", "3", Origin.CONFIG);
    Deployment goes = deployment("goes", "4", Origin.CONFIG);
    Deployment comes = deployment("comes", "5", Origin.CONFIG);
    mappings.put(api);
    mappings.put(builtIn);
    mappings.replaceConfig(Configured.of(List.of(stays, goes)));
    assertEquals(List.of(api, builtIn, goes, stays), mappings.load().deployments());
    for (int time = 0; time < 2; time++) {
      mappings.replaceConfig(Configured.of(List.of(comes, stays)));
      assertEquals(List.of(api, comes, builtIn, stays), mappings.load().deployments());
    }
    mappings.replaceConfig(Configured.of(List.of()));
    assertEquals(List.of(api, builtIn), mappings.load().deployments());
  }

  @Test
  void aConfigBringsChangesToWhatItHadBefore() {
    Mappings mappings = mappings();
    mappings.replaceConfig(Configured.of(List.of(deployment("a", "1", Origin.CONFIG))));
    mappings.replaceConfig(Configured.of(List.of(deployment("b", "1", Origin.CONFIG))));
    assertEquals(List.of(deployment("b", "1", Origin.CONFIG)), mappings.load().deployments());
  }

  @Test
  void aConfigDoesNotTakeOverWhatWasMadeByApi() {
    Mappings mappings = mappings();
    Deployment api = deployment("made", "1", Origin.API);
    mappings.put(api);
    mappings.replaceConfig(Configured.of(List.of(deployment("config", "1", Origin.CONFIG))));
    assertEquals(List.of(api), mappings.load().deployments());
  }

  @Test
  void ofTwoInAConfigWithOneIdTheLaterStands() {
    Mappings mappings = mappings();
    mappings.replaceConfig(
        Configured.of(
            List.of(deployment("a", "1", Origin.CONFIG), deployment("b", "1", Origin.CONFIG))));
    assertEquals(List.of(deployment("b", "1", Origin.CONFIG)), mappings.load().deployments());
  }

  @Test
  void whatIsNotOfAConfigIsNoConfig() {
    Mappings mappings = mappings();
    List<Deployment> config = List.of(deployment("a", "1", Origin.API));
    assertThrows(
        IllegalArgumentException.class, () -> mappings.replaceConfig(Configured.of(config)));
    assertEquals(List.of(), mappings.load().deployments());
  }

  @Test
  void anyTextIsKept() {
    Mappings mappings = mappings();
    Deployment odd = deployment("größe 🜁 '\";--", "é\u0001\n${x} #id :v", Origin.CONFIG);
    mappings.replaceConfig(Configured.of(List.of(odd)));
    assertEquals(List.of(odd), mappings.load().deployments());
    assertTrue(mappings.remove(odd.id()));
  }

  @Test
  void largeSettingsAreKept() {
    Mappings mappings = mappings();
    List<Deployment> config = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      String text = "\"" + "ä🜁x\\n".repeat(12_500) + i + "\"";
      config.add(
          deployment(
              "m", "d" + i, Origin.CONFIG, Map.of("big", RawJson.of("{\"t\":" + text + "}"))));
    }
    mappings.replaceConfig(Configured.of(config));
    assertEquals(config, mappings.load().deployments());
  }

  @Test
  void settingsNobodyMadeAreTheDefault() {
    Mappings mappings = mappings();
    assertEquals(RouterSettings.DEFAULT, mappings.load().settings());
    mappings.put(Samples.full());
    mappings.replaceConfig(Configured.of(List.of()));
    assertEquals(RouterSettings.DEFAULT, mappings.load().settings());
  }

  @Test
  void aConfigBringsItsSettingsAsTheyWereWritten() {
    Mappings mappings = mappings();
    Map<String, RawJson> written =
        Map.of(
            "num_retries", RawJson.of("3"),
            "cooldown_time", RawJson.of("30.0"),
            "routing_strategy", RawJson.of("\"simple-shuffle\""),
            "model_group_alias", RawJson.of("{\"größe 🜁\": \"a\"}"),
            "fallbacks", RawJson.of("[ {\"a\":\n [\"b\"]} ]"));
    mappings.replaceConfig(new Configured(List.of(), Samples.settings(written)));
    assertEquals(written, mappings.load().settings().byName());
  }

  @Test
  void theNextConfigsSettingsAreAllThereAre() {
    Mappings mappings = mappings();
    Deployment deployment = deployment("a", "1", Origin.CONFIG);
    Map<String, RawJson> three = Map.of("num_retries", RawJson.of("3"));
    Map<String, RawJson> cool = Map.of("cooldown_time", RawJson.of("9"));
    for (Map<String, RawJson> written : List.of(three, cool, cool, Map.<String, RawJson>of())) {
      mappings.replaceConfig(new Configured(List.of(deployment), Samples.settings(written)));
      assertEquals(written, mappings.load().settings().byName());
      assertEquals(List.of(deployment), mappings.load().deployments());
    }
  }

  @Test
  void aConfigBringsItsPolicyAsItWasWrittenAndTheNextReplacesIt() {
    Mappings mappings = mappings();
    Map<String, RawJson> first =
        Map.of(
            "max_budget", RawJson.of("1.50"),
            "budget_duration", RawJson.of("\"30d\""),
            "allowed_secret_prefixes", RawJson.of("[\"ssm:/größe 🜁/\"]"),
            "revision", RawJson.of("1795780000000"));
    Map<String, RawJson> second = Map.of("store_model_in_db", RawJson.of("false"));
    for (Map<String, RawJson> policy :
        List.of(first, second, second, Map.<String, RawJson>of(), first)) {
      mappings.replaceConfig(new Configured(List.of(), RouterSettings.DEFAULT, policy));
      assertEquals(policy, mappings.load().policy());
    }
    mappings.put(deployment("a", "policy", Origin.API));
    assertEquals(first, mappings.load().policy());
    assertTrue(mappings.remove("policy"));
    assertEquals(first, mappings.load().policy());
  }

  @Test
  void nobodysPolicySaysNothing() {
    assertEquals(Map.of(), mappings().load().policy());
  }

  @Test
  void settingsStayWhenADeploymentIsPutOrRemoved() {
    Mappings mappings = mappings();
    Map<String, RawJson> written = Map.of("num_retries", RawJson.of("3"));
    mappings.replaceConfig(new Configured(List.of(), Samples.settings(written)));
    mappings.put(deployment("a", "settings", Origin.API));
    assertEquals(written, mappings.load().settings().byName());
    assertTrue(mappings.remove("settings"));
    assertFalse(mappings.remove("settings"));
    assertEquals(written, mappings.load().settings().byName());
  }

  @Test
  void aConfigThatIsRefusedChangesNoSettings() {
    Mappings mappings = mappings();
    Configured config =
        new Configured(
            List.of(deployment("a", "1", Origin.API)),
            Samples.settings(Map.of("num_retries", RawJson.of("3"))));
    assertThrows(IllegalArgumentException.class, () -> mappings.replaceConfig(config));
    assertEquals(RouterSettings.DEFAULT, mappings.load().settings());
  }

  @Test
  void readersOfAChangingConfigSeeWhatStaysAndWhatTheSettingsName() throws Exception {
    Mappings mappings = mappings();
    List<Deployment> even = config(i -> i % 2 == 0 || i < 10);
    List<Deployment> odd = config(i -> i % 2 == 1 || i < 10);
    List<String> stay = even.stream().filter(odd::contains).map(Deployment::id).toList();
    Configured evenConfig = new Configured(even, Samples.settings(fallback("even")));
    Configured oddConfig = new Configured(odd, Samples.settings(fallback("odd")));
    mappings.replaceConfig(evenConfig);
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean less = new AtomicBoolean();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              while (!done.get()) {
                Configured loaded = mappings.load();
                List<String> seen = ids(loaded.deployments());
                boolean isEven = loaded.settings().byName().equals(fallback("even"));
                boolean whole = seen.containsAll(ids(isEven ? even : odd));
                less.compareAndSet(false, !whole || !seen.containsAll(stay));
              }
            });
    for (int i = 0; i < 4; i++) {
      mappings.replaceConfig(i % 2 == 0 ? oddConfig : evenConfig);
    }
    done.set(true);
    reader.join();
    assertFalse(less.get());
    assertEquals(even, mappings.load().deployments());
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (Mappings mappings : unreachable()) {
      assertThrows(UncheckedIOException.class, mappings::load);
      assertThrows(UncheckedIOException.class, () -> mappings.put(Samples.full()));
      assertThrows(UncheckedIOException.class, () -> mappings.remove("x"));
      assertThrows(
          UncheckedIOException.class, () -> mappings.replaceConfig(Configured.of(List.of())));
    }
  }

  private static Map<String, RawJson> fallback(String model) {
    return Map.of("default_fallbacks", RawJson.of("[\"" + model + "\"]"));
  }

  private static List<Deployment> config(IntPredicate has) {
    return IntStream.range(0, 70)
        .filter(has)
        .mapToObj(i -> deployment("m", "d" + (100 + i), Origin.CONFIG))
        .toList();
  }

  private static List<String> ids(List<Deployment> deployments) {
    return deployments.stream().map(Deployment::id).toList();
  }
}
