package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the models that providers offer: a table a provider in the jar, of which a
 * look-up keeps one line. What a deployment says of its model goes before.
 */
public final class ModelCatalogue {
  /** OpenAI's models that reason, for those newer than the catalogue. */
  private static final Pattern REASONING = Pattern.compile("(o\\d|gpt-[5-9]).*");

  /** Those that do not, although they are named, and listed, like those that do. */
  private static final Pattern CHAT_ONLY = Pattern.compile("gpt-[5-9][^-]*-chat.*");

  /**
   * Those that call one tool at a time and refuse {@code parallel_tool_calls}, of some of which the
   * tables say otherwise.
   */
  private static final Pattern ONE_CALL = Pattern.compile("((eu|us|global)/)?o\\d(-.*)?");

  private static final Set<String> USUAL = Set.of("tools", "images", "pdf", "parallel-tools");

  /** LiteLLM's flags of {@code model_info} in the catalogue's words. */
  private static final Map<String, String> FLAGS =
      Map.of(
          "supports_function_calling", "tools",
          "supports_vision", "images",
          "supports_pdf_input", "pdf",
          "supports_audio_input", "audio",
          "supports_parallel_function_calling", "parallel-tools",
          "supports_response_schema", "schema",
          "supports_prompt_caching", "prompt-caching",
          "supports_web_search", "web-search",
          "supports_reasoning", "reasoning");

  private static final Pattern EFFORT = Pattern.compile("supports_([a-z]+)_reasoning_effort");

  /** Makers as OpenRouter and others name them before a model, in the names of their tables. */
  private static final Map<String, String> MAKERS =
      Map.of(
          "google", "gemini",
          "x-ai", "xai",
          "mistralai", "mistral",
          "moonshotai", "moonshot",
          "z-ai", "zai",
          "zai-org", "zai",
          "qwen", "dashscope",
          "amazon", "amazon_nova");

  /** What OpenRouter adds to a name for a way to serve the same model. */
  private static final Pattern VARIANT =
      Pattern.compile(":(free|online|nitro|floor|exacto|extended|thinking)$");

  /** Clients can choose names, where a deployment takes any: so not all can be kept. */
  private static final int MOST_KEPT = 2_000;

  private final ConcurrentMap<String, ModelFacts> known = new ConcurrentHashMap<>();

  /**
   * The facts of what {@code target} really is, as its deployment and then the table say; of
   * OpenAI's models that are newer than the table, what they all can.
   */
  public ModelFacts of(Deployment target) {
    return asSet(target, listed(target));
  }

  /** The facts of a provider's model; {@link ModelFacts#UNKNOWN} if no table lists it. */
  public ModelFacts find(String provider, String model) {
    String name = provider + "/" + model;
    ModelFacts facts = known.get(name);
    if (facts == null) {
      facts = search(provider, model);
      if (known.size() >= MOST_KEPT) {
        known.clear();
      }
      known.put(name, facts);
    }
    return facts;
  }

  /**
   * The names of a provider's models, as far as its table says how large they are: what else it
   * lists is no model to talk to, or a price. Empty if there is no table.
   */
  public static List<String> modelsOf(String provider) {
    List<String> names = new ArrayList<>();
    if (!isTable(provider)) {
      return names;
    }
    try (InputStream table = ModelCatalogue.class.getResourceAsStream(resource(provider));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(table), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split("\t", -1);
        if (cells.length > 1 && !cells[1].isEmpty() && cells[0].indexOf('*') < 0) {
          names.add(cells[0]);
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A base model that no table lists says nothing of what the provider calls it. */
  private ModelFacts listed(Deployment target) {
    ModelFacts facts = listed(target.provider(), target.baseModel());
    return priced(
        target,
        facts.equals(ModelFacts.UNKNOWN)
            ? listed(target.provider(), target.upstreamModel())
            : facts);
  }

  /** Bedrock's prices differ by region; the table has those of some. */
  private ModelFacts priced(Deployment target, ModelFacts facts) {
    String region = target.text("aws_region_name");
    if (region == null) {
      return facts;
    }
    Prices there = find(target.provider(), region + "/" + target.baseModel()).prices();
    return there.equals(Prices.UNKNOWN) || there.equals(facts.prices())
        ? facts
        : new ModelFacts(facts.contextWindow(), facts.maxOutputTokens(), facts.abilities(), there);
  }

  private ModelFacts listed(String provider, String model) {
    ModelFacts facts = corrected(provider, model);
    boolean sold = provider.equals("openai") || provider.equals("azure");
    if (!sold || !ONE_CALL.matcher(model).matches()) {
      return facts;
    }
    Set<String> abilities = new HashSet<>(facts.abilities());
    return abilities.remove("parallel-tools")
        ? new ModelFacts(facts.contextWindow(), facts.maxOutputTokens(), abilities, facts.prices())
        : facts;
  }

  private ModelFacts corrected(String provider, String model) {
    ModelFacts facts = find(provider, model);
    boolean unknown = facts.equals(ModelFacts.UNKNOWN);
    if (CHAT_ONLY.matcher(model).matches()) {
      Set<String> abilities = new HashSet<>(unknown ? USUAL : facts.abilities());
      abilities.removeIf(ability -> ability.contains("reasoning") || ability.contains("effort"));
      abilities.add("parallel-tools");
      return new ModelFacts(
          facts.contextWindow(), facts.maxOutputTokens(), abilities, facts.prices());
    }
    if (unknown && provider.equals("openai") && REASONING.matcher(model).matches()) {
      Set<String> abilities = new HashSet<>(USUAL);
      abilities.add("reasoning");
      return new ModelFacts(null, null, abilities);
    }
    return facts;
  }

  private static ModelFacts asSet(Deployment target, ModelFacts facts) {
    Integer window = target.contextWindow();
    Integer cap = target.maxOutputTokens();
    if (window == null && cap == null && target.settings().isEmpty()) {
      return facts;
    }
    boolean searches = facts.abilities().contains("web-search") && facts.prices().search() != null;
    Long service = searches ? null : PriceSettings.service(target.settings());
    return new ModelFacts(
        window == null ? facts.contextWindow() : window,
        cap == null ? facts.maxOutputTokens() : cap,
        abilities(target.settings(), facts.abilities()),
        PriceSettings.of(target.settings()).or(facts.prices().searching(service)));
  }

  private static Set<String> abilities(Map<String, RawJson> settings, Set<String> listed) {
    Set<String> abilities = new HashSet<>(listed);
    Set<String> granted = new HashSet<>();
    settings.forEach((name, value) -> {
      String ability = FLAGS.get(name);
      var effort = EFFORT.matcher(name);
      if (ability == null && effort.matches()) {
        ability = "effort-" + effort.group(1);
      }
      boolean yes = value.toString().equals("true");
      if (ability != null && (yes || value.toString().equals("false"))) {
        abilities.remove(yes ? "no-" + ability : ability);
        (yes ? granted : abilities).add(yes ? ability : "no-" + ability);
      }
    });
    if (listed.isEmpty()) {
      // One flag says nothing of the others: only a listed model lacks what is not listed.
      return granted.isEmpty() && abilities.isEmpty() ? Set.of() : guessed(granted, abilities);
    }
    abilities.addAll(granted);
    return abilities;
  }

  private static Set<String> guessed(Set<String> granted, Set<String> denied) {
    Set<String> abilities = new HashSet<>(granted);
    abilities.addAll(denied);
    for (String ability : new String[] {"tools", "images", "pdf"}) {
      if (!denied.contains("no-" + ability)) {
        abilities.add(ability);
      }
    }
    return abilities;
  }

  private static ModelFacts search(String provider, String model) {
    for (String candidate : names(model)) {
      ModelFacts facts = read(provider, candidate);
      if (facts != null) {
        return facts;
      }
    }
    return elsewhere(provider, model);
  }

  /** The same model at who made it: Azure's at OpenAI, a {@code base_model} where it says. */
  private static ModelFacts elsewhere(String provider, String model) {
    String other =
        switch (provider) {
          case "azure", "azure_ai" -> model.contains("claude") ? "anthropic" : "openai";
          case "vertex_ai" -> model.contains("claude") ? "anthropic" : "gemini";
          default -> null;
        };
    String name = model;
    int slash = model.indexOf('/');
    boolean sells = other != null;
    String maker = slash < 0 ? "" : model.substring(0, slash);
    maker = MAKERS.getOrDefault(maker, maker);
    if (isTable(maker)) {
      sells |= provider.equals(maker);
      other = maker;
      name = VARIANT.matcher(model.substring(slash + 1)).replaceFirst("");
    }
    if (other == null || (other.equals(provider) && name.equals(model))) {
      return ModelFacts.UNKNOWN;
    }
    for (String candidate : names(name)) {
      ModelFacts facts = read(other, candidate);
      if (facts != null) {
        return sells
            ? facts
            : new ModelFacts(facts.contextWindow(), facts.maxOutputTokens(), facts.abilities());
      }
    }
    return ModelFacts.UNKNOWN;
  }

  /** The names that a model may be listed under: with its region, then without; its version too. */
  private static Set<String> names(String model) {
    Set<String> names = new LinkedHashSet<>();
    names.add(model);
    if (model.startsWith("claude-")) {
      // Resellers write the version with a dot.
      names.add(model.replace('.', '-'));
    }
    String plain = model.replaceFirst("^(us|eu|global|apac|jp|au|ca|sa|us-gov)[./]", "");
    plain = plain.replaceFirst("^[a-z]{2}(-gov)?-[a-z]+-\\d/", "");
    names.add(plain);
    int at = plain.indexOf('@');
    if (at > 0) {
      names.add(plain.replace('@', '-'));
      names.add(plain.substring(0, at));
    }
    return names;
  }

  private static boolean isTable(String provider) {
    return provider.matches("[a-z0-9_-]+")
        && ModelCatalogue.class.getResource(resource(provider)) != null;
  }

  private static String resource(String provider) {
    return "models/" + provider + ".tsv";
  }

  private static @Nullable ModelFacts read(String provider, String name) {
    String start = name + "\t";
    try (InputStream table = ModelCatalogue.class.getResourceAsStream(resource(provider))) {
      if (table == null) {
        return null;
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(start)) {
          String[] cells = line.split("\t", -1);
          return new ModelFacts(
              number(cells[1]), number(cells[2]), words(cells[3]), Prices.read(cells[4]));
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Integer number(String cell) {
    return cell.isEmpty() ? null : Integer.valueOf(cell);
  }

  private static Set<String> words(String cell) {
    return cell.isEmpty() ? Set.of() : Set.of(cell.split(" "));
  }
}
