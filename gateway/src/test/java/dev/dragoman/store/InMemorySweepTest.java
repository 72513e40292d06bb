package dev.dragoman.store;

class InMemorySweepTest extends SweepContract {
  @Override
  Store store() {
    return new InMemoryStore();
  }
}
