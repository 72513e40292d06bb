package dev.dragoman.store;

import dev.dragoman.access.Directory;
import java.util.List;

class InMemoryDirectoryTest extends DirectoryContract {
  @Override
  Directory directory() {
    return new InMemoryStore().directory();
  }

  @Override
  List<Directory> unreachable() {
    return List.of();
  }
}
