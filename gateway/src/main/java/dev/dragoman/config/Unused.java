package dev.dragoman.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What stands in the file and changes nothing, or not what it says: to be named in warnings. */
final class Unused {
  private final Set<String> unknown = new TreeSet<>();
  private final Set<String> idle = new TreeSet<>();
  private final Set<String> said = new LinkedHashSet<>();

  /** Adds a key of the file itself that means nothing here. */
  void add(String key) {
    unknown.add(Path.shown(key));
  }

  /** Adds a key of a section that means nothing here. */
  void add(String section, String key) {
    unknown.add(section + "." + Path.shown(key));
  }

  /** Adds a key of a section that is understood and kept, and that nothing acts on so far. */
  void addIdle(String section, String key) {
    idle.add(section + "." + Path.shown(key));
  }

  /** Adds a sentence of its own. */
  void say(String sentence) {
    said.add(sentence);
  }

  /** A sentence for each kind that there is, and those of their own. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!unknown.isEmpty()) {
      warnings.add("These settings have no meaning here: " + String.join(", ", unknown) + ".");
    }
    if (!idle.isEmpty()) {
      warnings.add("These settings are kept, but do nothing yet: " + String.join(", ", idle) + ".");
    }
    warnings.addAll(said);
    return warnings;
  }
}
