package dev.dragoman.config;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services that search the web for models: {@code search_tools}, a list as {@code model_list}
 * is one, and which of them is used and for whom: {@code
 * litellm_settings.websearch_interception_params}. What they say becomes settings of each
 * deployment: {@code search_provider}, {@code search_api_base}, {@code search_api_key}, {@code
 * search_max_loops}, {@code search_cost_per_query}.
 *
 * @param settings of the one that is used; empty for none
 * @param providers whose models it serves; empty for all
 * @see <a href="https://docs.litellm.ai/docs/search">LiteLLM, search</a>
 */
record SearchTools(Map<String, RawJson> settings, List<String> providers) {
  private static final Set<String> USE =
      Set.of("search_tool_name", "enabled_providers", "max_agentic_loops");

  private static final Set<String> PARAMS =
      Set.of("search_provider", "api_key", "api_base", "input_cost_per_query");

  /** An entry; without settings if its service is not known here. */
  private record Entry(String name, Map<String, RawJson> settings) {}

  /** The settings for deployments of {@code provider}. */
  Map<String, RawJson> of(String provider) {
    return providers.isEmpty() || providers.contains(provider) ? settings : Map.of();
  }

  /** What the file says; entries that name a service unknown here are named as unused. */
  static SearchTools read(Fields file, Fields general, Fields litellm, Unused unused) {
    Fields holder = file.mapping().value("search_tools") == null ? general : file;
    List<Entry> entries = entries(holder, unused);
    Fields use = litellm.innerOrEmpty("websearch_interception_params");
    use.mapping().entries().keySet().stream()
        .filter(key -> !USE.contains(key))
        .forEach(key -> unused.add("websearch_interception_params", key));
    String chosen = use.text("search_tool_name");
    List<String> providers = providers(use);
    Long loops = use.whole("max_agentic_loops");
    if (loops != null && loops > 1_000) {
      use.fault("max_agentic_loops", "is too large");
      loops = null;
    }
    List<Entry> named =
        entries.stream().filter(each -> chosen == null || each.name().equals(chosen)).toList();
    if (named.isEmpty() && !entries.isEmpty()) {
      use.fault("search_tool_name", "names no entry of search_tools");
    }
    Map<String, RawJson> settings =
        named.stream()
            .map(Entry::settings)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .map(HashMap::new)
            .orElseGet(HashMap::new);
    if (loops != null && !settings.isEmpty()) {
      settings.put("search_max_loops", RawJson.of(loops.toString()));
    }
    return new SearchTools(Map.copyOf(settings), providers);
  }

  private static List<String> providers(Fields use) {
    YamlValue value = use.mapping().value("enabled_providers");
    List<String> names = new ArrayList<>();
    if (value instanceof YamlValue.Sequence list) {
      for (YamlValue item : list.items()) {
        if (item instanceof YamlValue.Scalar scalar && !scalar.isNull()) {
          names.add(scalar.text());
        }
      }
    } else if (value != null) {
      use.fault("enabled_providers", "must be a list of providers' names");
    }
    return List.copyOf(names);
  }

  private static List<Entry> entries(Fields holder, Unused unused) {
    YamlValue list = holder.mapping().value("search_tools");
    List<Entry> entries = new ArrayList<>();
    if (list == null) {
      return entries;
    }
    if (!(list instanceof YamlValue.Sequence sequence)) {
      holder.fault(
          "search_tools", "must be a list: each entry begins with \"- search_tool_name:\"");
      return entries;
    }
    for (int i = 0; i < sequence.items().size(); i++) {
      YamlValue item = sequence.items().get(i);
      Path path = holder.path().key("search_tools").index(i);
      if (!(item instanceof YamlValue.Mapping mapping)) {
        holder.faults().add(item.at(), path, "must be a mapping with litellm_params");
        continue;
      }
      Entry entry = entry(new Fields(mapping, path, holder.variables(), holder.faults()), unused);
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static @Nullable Entry entry(Fields fields, Unused unused) {
    String name = fields.requiredText("search_tool_name");
    Fields params = fields.inner("litellm_params");
    if (params == null) {
      if (fields.mapping().value("litellm_params") == null) {
        fields.fault("litellm_params", "is missing");
      }
      return null;
    }
    String provider = params.requiredText("search_provider");
    if (name == null || provider == null) {
      return null;
    }
    if (!provider.equals("searxng") && !provider.equals("tavily")) {
      unused.add("search_tools.search_provider", provider);
      return new Entry(name, Map.of());
    }
    params.mapping().entries().keySet().stream()
        .filter(key -> !PARAMS.contains(key))
        .forEach(key -> unused.add("search_tools", key));
    return settings(name, provider, params);
  }

  private static @Nullable Entry settings(String name, String provider, Fields params) {
    String variable = provider.equals("searxng") ? "SEARXNG" : "TAVILY";
    Map<String, RawJson> settings = new HashMap<>();
    settings.put("search_provider", ProviderDefaults.text(provider));
    String base = params.text("api_base");
    base = base == null ? params.variables().value(variable + "_API_BASE") : base;
    if (base != null && !base.isBlank()) {
      String wrong = WebAddress.wrong(base.strip());
      if (wrong != null) {
        params.fault("api_base", wrong);
        return null;
      }
      settings.put("search_api_base", ProviderDefaults.text(WebAddress.trimmed(base.strip())));
    } else if (provider.equals("searxng")) {
      params.fault("api_base", "is missing: SearXNG has no address of its own");
      return null;
    }
    SecretRef key = params.secret("api_key");
    boolean usual = key == null && params.variables().value(variable + "_API_KEY") != null;
    if (usual || (key == null && provider.equals("tavily"))) {
      key = SecretRef.environment(variable + "_API_KEY");
    }
    if (key != null) {
      settings.put("search_api_key", ProviderDefaults.text(key.value()));
    }
    BigDecimal price = params.price("input_cost_per_query");
    if (price != null) {
      settings.put("search_cost_per_query", RawJson.of(price.toString()));
    }
    return new Entry(name, Map.copyOf(settings));
  }
}
