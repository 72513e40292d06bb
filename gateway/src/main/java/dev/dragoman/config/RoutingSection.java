package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Entry;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.config.YamlValue.Sequence;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.ModelTable;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.routing.RouterSettingsReader;
import dev.dragoman.routing.RouterSettingsReader.Reading;
import dev.dragoman.routing.RouterSettingsReader.Wrong;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a file says of routing: {@code router_settings}, and where these are silent the same names
 * in {@code litellm_settings}. Variables are read.
 */
final class RoutingSection {
  private static final Pattern SHOWABLE = Pattern.compile("[!-~]{1,128}");

  private final Fields router;
  private final Fields litellm;

  /** The values by name, variables put in. */
  private final Map<String, YamlValue> values = new HashMap<>();

  RoutingSection(Fields router, Fields litellm) {
    this.router = router;
    this.litellm = litellm;
  }

  /** The settings; what is wrong goes to the faults, at its place. */
  RouterSettings read(Unused unused) {
    Map<String, RawJson> byName = new HashMap<>();
    for (String name : RouterSettingsReader.NAMES) {
      YamlValue value = holder(name).mapping().value(name);
      if (value != null) {
        YamlValue resolved = resolved(value, holder(name).path().key(name));
        values.put(name, resolved);
        byName.put(name, resolved.json());
      }
    }
    Reading reading = RouterSettingsReader.read(byName);
    reading.wrong().forEach(this::fault);
    for (List<String> path : reading.unknown()) {
      unused.add(section(path).toString(), path.getLast());
    }
    reading.warnings().forEach(unused::say);
    return reading.settings();
  }

  private Fields holder(String name) {
    return router.mapping().value(name) == null ? litellm : router;
  }

  /** The way to what holds the last step of {@code path}. */
  private Path section(List<String> path) {
    Path section = holder(path.getFirst()).path();
    for (String step : path.subList(0, path.size() - 1)) {
      section = section.key(step);
    }
    return section;
  }

  private void fault(Wrong wrong) {
    String name = wrong.path().getFirst();
    Path path = holder(name).path().key(name);
    YamlValue value = values.get(name);
    for (String step : wrong.path().subList(1, wrong.path().size())) {
      if (value instanceof Sequence list) {
        int index = Integer.parseInt(step);
        path = path.index(index);
        value = list.items().get(index);
      } else if (value instanceof Mapping mapping && mapping.value(step) != null) {
        path = path.key(step);
        value = mapping.value(step);
      }
    }
    Position at = value == null ? router.mapping().at() : value.at();
    router.faults().add(at, path, wrong.message());
  }

  /** The value with variables in place of their names; one that is not set is a fault. */
  private YamlValue resolved(YamlValue value, Path path) {
    return switch (value) {
      case Scalar scalar -> resolved(scalar, path);
      case Sequence list -> {
        List<YamlValue> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
          items.add(resolved(list.items().get(i), path.index(i)));
        }
        yield new Sequence(list.at(), items);
      }
      case Mapping mapping -> {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((key, entry) ->
                entries.put(key, new Entry(entry.keyAt(), resolved(entry.value(), path.key(key)))));
        yield new Mapping(mapping.at(), entries);
      }
    };
  }

  private Scalar resolved(Scalar scalar, Path path) {
    if (!Variables.isReference(scalar.text())) {
      return scalar;
    }
    String variable = Variables.name(scalar.text());
    String value = Variables.isName(variable) ? router.variables().value(variable) : null;
    if (value != null) {
      return Scalar.text(scalar.at(), value);
    }
    router
        .faults()
        .add(
            scalar.at(),
            path,
            Variables.isName(variable)
                ? "the environment variable " + variable + " is not set"
                : Variables.BAD_NAME);
    return new Scalar(scalar.at(), YamlValue.Kind.NULL, "", null);
  }

  /** Says which models fallbacks and aliases name that nothing serves. */
  static void check(RouterSettings settings, List<Deployment> deployments, Unused unused) {
    ModelTable table = new ModelTable(new Configured(deployments, settings));
    TreeSet<String> named = new TreeSet<>(settings.aliases().values());
    RouterSettings.Fallbacks fallbacks = settings.fallbacks();
    named.addAll(fallbacks.byDefault());
    for (Map<String, List<String>> each :
        List.of(fallbacks.general(), fallbacks.contextWindow(), fallbacks.contentPolicy())) {
      each.forEach((model, others) -> {
        named.add(model);
        named.addAll(others);
      });
    }
    named.remove("*");
    List<String> unserved =
        named.stream()
            .filter(model -> table.find(model).isEmpty())
            .map(model -> SHOWABLE.matcher(model).matches() ? model : "?")
            .distinct()
            .toList();
    if (!unserved.isEmpty()) {
      unused.say(
          "No deployment serves these models, which fallbacks or aliases name: "
              + String.join(", ", unserved)
              + ".");
    }
  }
}
