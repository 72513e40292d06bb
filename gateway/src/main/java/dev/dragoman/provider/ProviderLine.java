package dev.dragoman.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider that speaks Chat Completions: a line of the table {@code providers.tsv} in the jar,
 * which says what each of its cells means. A look-up reads the table as far as that line, once, and
 * makes a record of no other.
 *
 * @param name as LiteLLM spells it
 * @param base its address, before {@code /chat/completions}; null where each deployment says it
 * @param keyVariables the variables its key may be in, the usual one first
 * @param keyNeeded whether it answers only to a key
 * @param baseVariables the variables that another address may be in
 * @param limit the field that limits output tokens
 * @param effort how the depth of thinking is told, as the table words it; null if it cannot be
 * @param reasoning the field in which earlier thinking is given back; null where it is not
 * @param stops the most stop sequences
 * @param idLength the most characters of a tool call's id
 * @param features what it takes beyond the plain form, as the table words it
 * @param search how it searches the web itself, as the table words it; null if it does not
 * @param messages the base of its own Messages API; null if it has none
 * @param document the address of where it is described
 */
public record ProviderLine(
    String name,
    @Nullable String base,
    List<String> keyVariables,
    boolean keyNeeded,
    List<String> baseVariables,
    String limit,
    @Nullable String effort,
    @Nullable String reasoning,
    int stops,
    int idLength,
    Set<String> features,
    @Nullable String search,
    @Nullable String messages,
    String document) {
  private static final String TABLE = "providers.tsv";
  private static final String NOTHING = "-";

  private static final ConcurrentMap<String, ProviderLine> FOUND = new ConcurrentHashMap<>();

  /** All names, once a look-up has read the table to its end. */
  private static volatile @Nullable Set<String> listed;

  public ProviderLine {
    keyVariables = List.copyOf(keyVariables);
    baseVariables = List.copyOf(baseVariables);
    features = Set.copyOf(features);
  }

  /** The provider of this name; null if the table does not have it. */
  public static @Nullable ProviderLine find(String name) {
    ProviderLine known = FOUND.get(name);
    if (known != null) {
      return known;
    }
    Set<String> all = listed;
    if (all != null && !all.contains(name)) {
      return null;
    }
    String start = name + "\t";
    Set<String> passed = new HashSet<>();
    try (BufferedReader lines = table()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        if (line.startsWith(start)) {
          ProviderLine found = read(line);
          FOUND.put(name, found);
          return found;
        }
        passed.add(name(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listed = Set.copyOf(passed);
    return null;
  }

  /** All names of the table, in its order. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    try (BufferedReader lines = table()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          names.add(name(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  /** The variable that its key is usually in; null where it can do without one. */
  public @Nullable String keyVariable() {
    return keyNeeded ? keyVariables.getFirst() : null;
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf('\t'));
  }

  private static BufferedReader table() {
    InputStream table =
        Objects.requireNonNull(ProviderLine.class.getResourceAsStream(TABLE), TABLE);
    return new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
  }

  private static ProviderLine read(String line) {
    String[] cells = line.split("\t", -1);
    String keys = cells[2];
    boolean optional = keys.endsWith("?");
    return new ProviderLine(
        cells[0],
        text(cells[1]),
        words(optional ? keys.substring(0, keys.length() - 1) : keys),
        !optional && !keys.equals(NOTHING),
        words(cells[3]),
        cells[4],
        text(cells[5]),
        text(cells[6]),
        Integer.parseInt(cells[7]),
        Integer.parseInt(cells[8]),
        Set.copyOf(words(cells[9])),
        text(cells[10]),
        text(cells[11]),
        cells[12]);
  }

  private static @Nullable String text(String cell) {
    return cell.equals(NOTHING) ? null : cell;
  }

  private static List<String> words(String cell) {
    return cell.equals(NOTHING) ? List.of() : List.of(cell.split(" "));
  }
}
