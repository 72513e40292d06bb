package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.store.InMemoryStore;
import java.util.List;
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
  void theFileIsNotReplaced() {
    assertThrows(
        UnsupportedOperationException.class,
        () -> mappings.replaceConfig(Configured.of(List.of())));
  }
}
