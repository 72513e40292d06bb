package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Entry;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.config.YamlValue.Sequence;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.routing.RouterSettingsReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A reader of LiteLLM's {@code config.yaml} (docs.litellm.ai, "Config.yaml"). Secrets stay
 * references; a variable that anything else names is read now, and one that is not set is a fault.
 * What LiteLLM has and this gateway has not is named in one warning.
 */
public final class ConfigReader {
  private static final String MASTER_KEY = "master_key";

  private final ProviderNames providers;
  private final Function<String, @Nullable String> environment;

  /**
   * A reader that knows these providers, served or not, and reads variables from {@code
   * environment}, which gives null for one that is not set.
   */
  public ConfigReader(Set<String> knownProviders, Function<String, @Nullable String> environment) {
    this.providers = new ProviderNames(knownProviders);
    this.environment = environment;
  }

  /**
   * The config in {@code yaml}: YAML 1.1, one document of at most 4 MiB.
   *
   * @throws ConfigFaults with everything that is wrong with it
   */
  public GatewayConfig read(String yaml) {
    FaultList faults = new FaultList();
    return read(YamlParser.parse(yaml, faults), faults);
  }

  /**
   * The config in {@code json}, the same in another notation.
   *
   * @throws ConfigFaults with everything that is wrong with it
   */
  public GatewayConfig read(RawJson json) {
    FaultList faults = new FaultList();
    return read(JsonTree.parse(json, faults), faults);
  }

  private GatewayConfig read(@Nullable YamlValue root, FaultList faults) {
    if (root == null || root.isNull()) {
      throw faults.last(Position.START, Path.ROOT, "the file is empty");
    }
    if (!(root instanceof Mapping sections)) {
      throw faults.last(root.at(), Path.ROOT, "the file must be a mapping that has model_list");
    }
    GatewayConfig config = new Reading(sections, faults).config();
    faults.throwIfAny();
    return config;
  }

  /**
   * What one entry of {@code model_list} says, sent as JSON.
   *
   * @param id the deployment's where the entry has no {@code model_info.id}
   * @throws ConfigFaults with everything that is wrong with it
   */
  public Model readModel(RawJson entry, String id) {
    FaultList faults = new FaultList();
    Unused unused = new Unused();
    YamlValue read = JsonTree.parse(entry, faults);
    if (read instanceof Mapping mapping) {
      identify(mapping, id);
    }
    DeploymentReader reader =
        new DeploymentReader(
            providers,
            new Variables(Map.of(), environment),
            faults,
            unused,
            new DeploymentIds(List.of(read)));
    Deployment deployment = reader.read(read, Path.ROOT);
    faults.throwIfAny();
    return new Model(Objects.requireNonNull(deployment), unused.warnings());
  }

  private static void identify(Mapping entry, String id) {
    Entry info = entry.entries().get("model_info");
    if (info == null || info.value().isNull()) {
      info = new Entry(entry.at(), new Mapping(entry.at(), new LinkedHashMap<>()));
      entry.entries().put("model_info", info);
    }
    if (info.value() instanceof Mapping fields && fields.value("id") == null) {
      fields.entries().put("id", new Entry(entry.at(), Scalar.text(entry.at(), id)));
    }
  }

  /**
   * A file as JSON, its aliases followed: for who looks at all that stands in it.
   *
   * @throws ConfigFaults when it is not YAML
   */
  public static RawJson json(String yaml) {
    FaultList faults = new FaultList();
    YamlValue root = YamlParser.parse(yaml, faults);
    faults.throwIfAny();
    return root == null ? RawJson.of("null") : root.json();
  }

  /** Whether a setting of a deployment is one of {@code litellm_params}, as far as is known. */
  public static boolean isParameter(String setting) {
    boolean info =
        setting.equals("mode")
            || setting.equals("base_model")
            || setting.startsWith("health_check_")
            || setting.startsWith("supports_");
    return !info && Known.parameter(setting) != null;
  }

  /** A deployment, and what of its entry has no meaning here: a sentence each. */
  public record Model(Deployment deployment, List<String> warnings) {}

  /** The reading of one file. */
  private final class Reading {
    private final FaultList faults;
    private final Unused unused = new Unused();
    private final Fields file;

    Reading(Mapping sections, FaultList faults) {
      this.faults = faults;
      Fields plain = new Fields(sections, Path.ROOT, new Variables(Map.of(), environment), faults);
      this.file =
          new Fields(sections, Path.ROOT, new Variables(variables(plain), environment), faults);
    }

    GatewayConfig config() {
      file.mapping().entries().keySet().stream()
          .filter(key -> !Known.SECTIONS.contains(key))
          .forEach(unused::add);
      Fields general = file.innerOrEmpty("general_settings");
      Fields litellm = file.innerOrEmpty("litellm_settings");
      List<Deployment> deployments =
          deployments(litellm, SearchTools.read(file, general, litellm, unused));
      Fields router = file.innerOrEmpty("router_settings");
      RouterSettings routing = new RoutingSection(router, litellm).read(unused);
      RoutingSection.check(routing, deployments, unused);
      return new GatewayConfig(
          deployments,
          routing,
          new PolicySection(general, litellm).read(unused),
          masterKey(general, litellm),
          file.variables().own(),
          section("router_settings", router, Known.ROUTER_SETTINGS),
          section("litellm_settings", litellm, Known.LITELLM_SETTINGS),
          section("general_settings", general, Known.GENERAL_SETTINGS),
          unused.warnings());
    }

    private List<Deployment> deployments(Fields litellm, SearchTools search) {
      YamlValue list = file.mapping().value("model_list");
      if (list == null) {
        return List.of();
      }
      Path path = Path.ROOT.key("model_list");
      if (!(list instanceof Sequence entries)) {
        faults.add(list.at(), path, "must be a list: each entry begins with \"- model_name:\"");
        return List.of();
      }
      DeploymentReader reader =
          new DeploymentReader(
              providers, file.variables(), faults, unused, new DeploymentIds(entries.items()));
      Map<String, RawJson> forAll = Settings.forAll(litellm);
      List<Deployment> deployments = new ArrayList<>();
      for (int i = 0; i < entries.items().size(); i++) {
        Deployment deployment = reader.read(entries.items().get(i), path.index(i));
        if (deployment != null) {
          deployments.add(
              deployment.withDefaults(forAll).withDefaults(search.of(deployment.provider())));
        }
      }
      return deployments;
    }

    /** The key of either section; LiteLLM's own tutorials put it in both places. */
    private @Nullable SecretRef masterKey(Fields general, Fields litellm) {
      String usual = general.writtenText(MASTER_KEY);
      String other = litellm.writtenText(MASTER_KEY);
      if (usual != null && other != null && !usual.equals(other)) {
        boolean generalFirst = general.place(MASTER_KEY).compareTo(litellm.place(MASTER_KEY)) < 0;
        Fields first = generalFirst ? general : litellm;
        Fields second = generalFirst ? litellm : general;
        second.fault(
            MASTER_KEY,
            "is not the same as "
                + first.path().key(MASTER_KEY)
                + " in line "
                + first.place(MASTER_KEY).line());
      }
      String key = usual == null ? other : usual;
      return key == null ? null : new SecretRef(key);
    }

    private Map<String, RawJson> section(String name, Fields section, Set<String> known) {
      Map<String, RawJson> settings = new LinkedHashMap<>();
      for (Map.Entry<String, Entry> setting : section.mapping().entries().entrySet()) {
        String key = setting.getKey();
        YamlValue value = setting.getValue().value();
        if (!known.contains(key)) {
          unused.add(name, key);
        } else if (!key.equals(MASTER_KEY) && !value.isNull()) {
          if (!Known.isRead(name, key)) {
            unused.addIdle(name, key);
          }
          if (!RouterSettingsReader.NAMES.contains(key) && !PolicySection.reads(name, key)) {
            Settings.checkReferences(value, section.path().key(key), faults);
          }
          settings.put(key, value.json());
        }
      }
      return settings;
    }
  }

  /** What {@code environment_variables} sets. */
  private static Map<String, SecretRef> variables(Fields file) {
    Map<String, SecretRef> variables = new HashMap<>();
    Fields section = file.innerOrEmpty("environment_variables");
    for (Map.Entry<String, Entry> variable : section.mapping().entries().entrySet()) {
      String name = variable.getKey();
      Scalar value = section.written(name);
      if (!Variables.isName(name)) {
        Position at = variable.getValue().keyAt();
        file.faults().add(at, section.path(), "holds a key that names no variable");
      } else if (value != null && !value.text().equals(SecretRef.environment(name).value())) {
        variables.put(name, new SecretRef(value.text()));
      }
    }
    return variables;
  }
}
