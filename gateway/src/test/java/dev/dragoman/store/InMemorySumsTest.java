package dev.dragoman.store;

import dev.dragoman.ledger.Sums;
import java.util.List;

class InMemorySumsTest extends SumsContract {
  @Override
  Store store() {
    return new InMemoryStore();
  }

  @Override
  void catchUp(Store store) {
    store.sums().catchUp();
  }

  @Override
  List<Sums> unreachable() {
    return List.of();
  }
}
