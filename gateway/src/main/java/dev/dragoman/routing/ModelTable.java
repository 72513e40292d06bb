package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which deployments serve which model name.
 *
 * <p>Claude Code lists only models whose name holds {@code claude} or {@code anthropic}; so every
 * other name can also be asked for with {@code claude-} before it.
 */
public final class ModelTable {
  private static final String ALIAS = "claude-";

  private final SortedMap<String, List<Deployment>> byName;

  public ModelTable(List<Deployment> deployments) {
    SortedMap<String, List<Deployment>> names = new TreeMap<>();
    for (Deployment deployment : deployments) {
      names.computeIfAbsent(deployment.modelName(), name -> new ArrayList<>()).add(deployment);
    }
    names.replaceAll((name, all) -> List.copyOf(all));
    byName = Collections.unmodifiableSortedMap(names);
  }

  /** The names, in order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The deployments of a name, or of the name that it is an alias of; empty if there are none. */
  public List<Deployment> find(String name) {
    List<Deployment> exact = byName.get(name);
    if (exact == null && name.startsWith(ALIAS)) {
      exact = byName.get(name.substring(ALIAS.length()));
    }
    return exact == null ? List.of() : exact;
  }

  /** The name under which Claude Code's model menu shows a model. */
  public static String discoverable(String name) {
    return name.contains("claude") || name.contains("anthropic") ? name : ALIAS + name;
  }
}
