package dev.dragoman.store;

import dev.dragoman.routing.Mappings;
import java.util.List;

class InMemoryMappingsTest extends MappingsContract {
  @Override
  Mappings mappings() {
    return new InMemoryStore().mappings();
  }

  @Override
  List<Mappings> unreachable() {
    return List.of();
  }
}
