package dev.dragoman.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What stands in the file and means nothing here, to be named in one warning. */
final class Unused {
  private final Set<String> names = new TreeSet<>();

  /** Adds a key of the file itself. */
  void add(String key) {
    names.add(Path.shown(key));
  }

  /** Adds a key of a section. */
  void add(String section, String key) {
    names.add(section + "." + Path.shown(key));
  }

  /** One sentence, or none. */
  List<String> warnings() {
    return names.isEmpty()
        ? List.of()
        : List.of("These settings have no meaning here: " + String.join(", ", names) + ".");
  }
}
