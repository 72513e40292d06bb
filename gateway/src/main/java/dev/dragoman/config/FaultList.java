package dev.dragoman.config;

import dev.dragoman.config.ConfigFaults.Fault;
import java.util.ArrayList;
import java.util.List;

/** The faults found so far. */
final class FaultList {
  private final List<Fault> faults = new ArrayList<>();

  void add(Position at, Path path, String message) {
    faults.add(new Fault(at.line(), at.column(), path.toString(), message));
  }

  /** Adds one after which there is no going on. */
  ConfigFaults last(Position at, Path path, String message) {
    add(at, path, message);
    return new ConfigFaults(faults);
  }

  int size() {
    return faults.size();
  }

  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new ConfigFaults(faults);
    }
  }
}
