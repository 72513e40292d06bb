package dev.dragoman.config;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that is wrong with a config, at once and in the order of the file. No message holds a
 * value of the file, so none can hold a secret.
 */
public final class ConfigFaults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How many faults the message holds; {@link #faults()} has them all. */
  private static final int SHOWN = 100;

  /**
   * One thing that is wrong.
   *
   * @param line from 1
   * @param column in characters, from 1
   * @param path keys and indexes (from 0) joined by dots; empty when the text is not YAML at all
   * @param message what is wrong and what would be right
   */
  public record Fault(int line, int column, String path, String message) implements Serializable {
    /** As compilers write it: {@code config.yaml:12:5 model_list.3.model_name: is missing}. */
    public String rendered(String file) {
      return file + ":" + line + ":" + column + " " + (path.isEmpty() ? "" : path + ": ") + message;
    }
  }

  @SuppressWarnings("serial") // an immutable list, which is serializable
  private final List<Fault> faults;

  ConfigFaults(List<Fault> found) {
    List<Fault> sorted =
        found.stream()
            .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
            .toList();
    super(rendered(sorted, "config.yaml"));
    faults = sorted;
  }

  /** All faults, by line and column; at least one. */
  public List<Fault> faults() {
    return faults;
  }

  /** A line for each fault, for a file of this name; from the hundredth on only their number. */
  public String rendered(String file) {
    return rendered(faults, file);
  }

  private static String rendered(List<Fault> faults, String file) {
    String lines =
        faults.stream()
            .limit(SHOWN)
            .map(fault -> fault.rendered(file))
            .collect(Collectors.joining("\n"));
    return faults.size() <= SHOWN ? lines : lines + "\nand " + (faults.size() - SHOWN) + " more";
  }
}
