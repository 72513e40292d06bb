package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Policy;
import dev.dragoman.demo.DemoModel;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.store.InMemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file's models, and those that came by API beside them. */
final class FileMappingsTest {
  private final Mappings store = new InMemoryStore().mappings();
  private final Mappings mappings =
      new FileMappings(Configured.of(List.of(Deployment.of("b", "openai", "b"))), store);

  private List<String> served() {
    return mappings.load().deployments().stream()
        .map(each -> each.modelName() + " " + each.origin())
        .toList();
  }

  @Test
  void whatCameByApiIsKeptInTheStoreAndServedBesideTheFile() {
    mappings.put(Deployment.of("a", "openai", "a").from(Origin.API));
    assertEquals(List.of("a API", "b CONFIG"), served());
    assertEquals(1, store.load().deployments().size());
    assertTrue(mappings.remove("a:openai/a"));
    assertEquals(List.of("b CONFIG"), served());
  }

  @Test
  void ofTwoWithOneIdTheFilesStands() {
    store.put(Deployment.of("b", "openai", "b").from(Origin.API));
    assertEquals(List.of("b CONFIG"), served());
  }

  @Test
  void whatWasPushedToTheStoreIsNotServed() {
    store.replaceConfig(Configured.of(List.of(Deployment.of("c", "openai", "c"))));
    assertEquals(List.of("b CONFIG"), served());
  }

  @Test
  void whatTheFileSetsForAllCallersHoldsAndNotWhatWasPushed() {
    store.replaceConfig(configured("5"));
    Configured served = new FileMappings(configured("2.5"), store).load();
    assertEquals(configured("2.5"), served);
    assertEquals(2_500_000_000L, Policy.of(served.policy()).sessionBudget());
  }

  /** With so many dollars for each session. */
  private static Configured configured(String dollars) {
    return new Configured(
        List.of(Deployment.of("b", "openai", "b")),
        RouterSettings.DEFAULT,
        Map.of("max_budget_per_session", RawJson.of(dollars)));
  }

  @Test
  void theDemoModelIsServedUnderWhatWasSetUntilThereIsAnother() {
    Configured none = new Configured(List.of(), RouterSettings.DEFAULT, configured("5").policy());
    Mappings demo = new DemoWhenEmpty(store);
    assertEquals(DemoModel.deployments(), demo.load().deployments());
    demo.replaceConfig(none);
    assertEquals(DemoModel.deployments(), demo.load().deployments());
    assertEquals(5_000_000_000L, Policy.of(demo.load().policy()).sessionBudget());
    demo.put(Deployment.of("a", "openai", "a").from(Origin.API));
    assertEquals(store.load(), demo.load());
    assertTrue(demo.remove("a:openai/a"));
    assertEquals(DemoModel.deployments(), demo.load().deployments());
  }

  @Test
  void theFileIsNotReplaced() {
    assertThrows(
        UnsupportedOperationException.class,
        () -> mappings.replaceConfig(Configured.of(List.of())));
  }
}
