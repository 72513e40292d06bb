package dev.dragoman.store;

import dev.dragoman.routing.SharedHealth;
import java.util.List;

class InMemoryHealthTest extends SharedHealthContract {
  @Override
  SharedHealth health() {
    return new InMemoryStore().health();
  }

  @Override
  List<SharedHealth> unreachable() {
    return List.of();
  }
}
