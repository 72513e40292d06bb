package dev.dragoman.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the models that providers offer: a table in the jar, of which a look-up keeps
 * one line.
 */
public final class ModelCatalogue {
  private static final String TABLE = "models.tsv";

  /** OpenAI's models that reason, for those newer than the catalogue. */
  private static final Pattern REASONING = Pattern.compile("(o\\d|gpt-[5-9]).*");

  /** Those that do not, although they are named, and listed, like those that do. */
  private static final Pattern CHAT_ONLY = Pattern.compile("gpt-[5-9][^-]*-chat.*");

  private final ConcurrentMap<String, ModelFacts> known = new ConcurrentHashMap<>();

  /**
   * The facts of what {@code target} really is; of OpenAI's models that are newer than the table,
   * whether they reason.
   */
  public ModelFacts of(Deployment target) {
    String model = target.baseModel();
    ModelFacts facts = find(target.provider(), model);
    if (CHAT_ONLY.matcher(model).matches()) {
      return new ModelFacts(
          facts.contextWindow(), facts.maxOutputTokens(), Set.of("parallel-tools"));
    }
    boolean newer = facts.equals(ModelFacts.UNKNOWN) && target.provider().equals("openai");
    return newer && REASONING.matcher(model).matches()
        ? new ModelFacts(null, null, Set.of("reasoning", "parallel-tools"))
        : facts;
  }

  /** The facts of a provider's model; {@link ModelFacts#UNKNOWN} if the table does not list it. */
  public ModelFacts find(String provider, String model) {
    return known.computeIfAbsent(provider + "/" + model, ModelCatalogue::read);
  }

  private static ModelFacts read(String name) {
    String start = name + "\t";
    try (InputStream table = ModelCatalogue.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + " is not in the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(start)) {
          String[] cells = line.split("\t", -1);
          return new ModelFacts(number(cells[1]), number(cells[2]), words(cells[3]));
        }
      }
      return ModelFacts.UNKNOWN;
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
