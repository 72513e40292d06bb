package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments serve which model name, and the settings that hold for them. A name is looked
 * for, in this order, among
 *
 * <ol>
 *   <li>the names of deployments, then {@code model_group_alias};
 *   <li>both again without {@code claude-} before the name: Claude Code lists only models whose
 *       name holds {@code claude} or {@code anthropic}, so every other can be asked for like this;
 *   <li>names with stars, of which the most specific decides: the one with the longest text beside
 *       its stars; of {@code claude-openai/gpt-4o} a pattern of what follows {@code claude-} where
 *       only that one holds a slash, since that is how such models are listed;
 *   <li>the same with the maker put before the name: {@code claude-x} as {@code
 *       anthropic/claude-x}.
 * </ol>
 */
public final class ModelTable {
  private static final String ALIAS = "claude-";

  /** Bare names that LiteLLM knows the maker of. */
  private static final Map<String, Pattern> MAKERS =
      Map.of(
          "anthropic/", Pattern.compile("claude-.*"),
          "gemini/", Pattern.compile("gemini-.*"),
          "vertex_ai/", Pattern.compile("gemini-.*"),
          "openai/", Pattern.compile("(chat)?gpt-.*|o\\d.*"));

  private final RouterSettings settings;
  private final Map<String, RawJson> policy;
  private final Map<String, List<Deployment>> byName = new HashMap<>();
  private final List<WildcardGroup> wildcards;
  private final List<String> names;

  /** A table of what is configured. */
  public ModelTable(Configured configured) {
    settings = configured.settings();
    policy = configured.policy();
    Map<String, List<Deployment>> groups = new HashMap<>();
    for (Deployment deployment : configured.deployments()) {
      groups.computeIfAbsent(deployment.modelName(), _ -> new ArrayList<>()).add(deployment);
    }
    List<WildcardGroup> patterns = new ArrayList<>();
    groups.forEach((name, all) -> {
      if (Wildcard.isOne(name)) {
        patterns.add(new WildcardGroup(new Wildcard(name), all));
      } else {
        byName.put(name, List.copyOf(all));
      }
    });
    wildcards = patterns.stream().sorted(WildcardGroup.ORDER).toList();
    addAliases();
    names = byName.keySet().stream().filter(name -> !isHiddenAlias(name, groups)).sorted().toList();
  }

  /** Deployments under the settings that stand where nobody set any. */
  public ModelTable(List<Deployment> deployments) {
    this(Configured.of(deployments));
  }

  /** An alias of an alias is not followed, so all are looked up before the first is added. */
  private void addAliases() {
    Map<String, List<Deployment>> found = new HashMap<>();
    settings.aliases().forEach((alias, model) -> found.put(alias, find(model)));
    found.forEach((alias, deployments) -> {
      if (!deployments.isEmpty()) {
        byName.putIfAbsent(alias, deployments);
      }
    });
  }

  private boolean isHiddenAlias(String name, Map<String, List<Deployment>> groups) {
    return settings.hidden().contains(name) && !groups.containsKey(name);
  }

  /** Whether a name holds a star, and so stands for many. */
  public static boolean isWildcard(String name) {
    return Wildcard.isOne(name);
  }

  /** The settings in force. */
  public RouterSettings settings() {
    return settings;
  }

  /** What the operator sets for all callers, as it was written; see {@link Configured#policy}. */
  public Map<String, RawJson> policy() {
    return policy;
  }

  /** The names of models and the aliases that are not hidden, in order, without wildcards. */
  public List<String> names() {
    return names;
  }

  /**
   * The same, and for wildcards like {@code openai/*} the names of the models that the provider is
   * known to have.
   *
   * @param catalogue from a provider to its models
   */
  public List<String> names(Function<String, ? extends Collection<String>> catalogue) {
    if (wildcards.isEmpty()) {
      return names;
    }
    return Stream.concat(
            names.stream(), wildcards.stream().flatMap(wildcard -> wildcard.names(catalogue)))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The deployments that serve a name; empty if none do. For a wildcard they are made for the name:
   * they have it for their own and the id of the one that is configured. Behind an alias they have
   * the name of what it stands for.
   */
  public List<Deployment> find(String name) {
    String rest = name.startsWith(ALIAS) ? name.substring(ALIAS.length()) : null;
    List<Deployment> exact = byName.get(name);
    if (exact == null && rest != null) {
      exact = byName.get(rest);
    }
    if (exact != null) {
      return exact;
    }
    return wildcards.isEmpty() ? List.of() : byWildcard(name, rest);
  }

  private List<Deployment> byWildcard(String name, @Nullable String rest) {
    WildcardGroup own = wildcard(name);
    WildcardGroup ofRest = rest == null ? null : wildcard(rest);
    if (rest == null || ofRest == null) {
      return own == null ? byMaker(name) : own.find(name, name);
    }
    boolean asListed = ofRest.pattern().hasSlash();
    return own == null || (asListed && !own.pattern().hasSlash())
        ? ofRest.find(rest, rest)
        : own.find(name, name);
  }

  private List<Deployment> byMaker(String name) {
    for (WildcardGroup group : wildcards) {
      for (Map.Entry<String, Pattern> maker : MAKERS.entrySet()) {
        String full = maker.getKey() + name;
        if (maker.getValue().matcher(name).matches() && group.pattern().match(full) != null) {
          return group.find(name, full);
        }
      }
    }
    return List.of();
  }

  private @Nullable WildcardGroup wildcard(String name) {
    for (WildcardGroup group : wildcards) {
      if (group.pattern().match(name) != null) {
        return group;
      }
    }
    return null;
  }

  /** The name under which Claude Code's model menu shows a model. */
  public static String discoverable(String name) {
    return name.contains("claude") || name.contains("anthropic") ? name : ALIAS + name;
  }
}
