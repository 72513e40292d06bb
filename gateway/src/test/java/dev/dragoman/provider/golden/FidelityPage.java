package dev.dragoman.provider.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/fidelity.md as the golden conversations make it. */
final class FidelityPage {
  /** Folder and title of each dialect, in the page's order. */
  static final List<String> DIALECTS =
      List.of("chat", "responses", "gemini", "anthropic", "converse");

  private static final List<String> TITLES =
      List.of("Chat Completions", "Responses", "Gemini", "Messages", "Converse");

  private static final String SOURCES = "../gateway/src/test/resources/golden/";

  private static final String INTRO =
      """
      <!-- Made by FidelityTest from the golden conversations; run it with -Dgolden.update=true. -->
      # What reaches each kind of API

      Claude Code speaks Anthropic's Messages API; models are reached through five forms of API. This
      page says what becomes of each part of a request and of an answer on the way:

      - **carried**: the model, or the client, gets it, in the target's own words for it;
      - **carried behind the answer**: the target lacks it, and the gateway does it itself to what
        comes back: an answer is cut at its stop sequence;
      - **carried, answer noted**: carried, and something about the answer is said beside it;
      - **noted**: it only tunes the answer and the target lacks it, in whole or in part. The answer's
        `dragoman-notes` header and the log say what was changed or left out;
      - **refused**: leaving it out would change what was asked, so the request ends with a status
        that names the field;
      - **error event**: the answer ends with `event: error`, never with an invented ending.

      Nothing else happens: nothing is left out in silence. Each cell is made from conversations that
      the tests replay, and links to one; a footnote gives the words and the conversation they are
      from. Where providers or models of one form differ, a cell holds more than one word. A form can
      be forced in a model's name (`openai/responses/...`, `bedrock/converse/...`).

      """;

  private final SortedMap<String, Fate> notes = new TreeMap<>();
  private final SortedMap<String, Fate> links = new TreeMap<>();
  private final StringBuilder page = new StringBuilder(INTRO);
  private final Path goldens;

  private FidelityPage(Path goldens) {
    this.goldens = goldens;
  }

  /** The page of the goldens in {@code goldens}, a folder with one for each dialect. */
  static String of(Path goldens) throws IOException {
    return new FidelityPage(goldens).made();
  }

  /** What the goldens of a dialect say of a row, the row itself first; empty if there are none. */
  static List<Fate> fates(Path goldens, String dialect, FidelityRow row) throws IOException {
    List<Path> folders = new ArrayList<>();
    Path all = goldens.resolve(dialect);
    if (Files.exists(all)) {
      try (Stream<Path> each = Files.list(all)) {
        each.filter(folder -> FidelityRow.of(name(folder)).filter(row::equals).isPresent())
            .sorted(
                Comparator.comparing((Path folder) -> !row.isMain(name(folder)))
                    .thenComparing(FidelityPage::name))
            .forEach(folders::add);
      }
    }
    List<Fate> fates = new ArrayList<>();
    for (Path folder : folders) {
      fates.add(Fate.of(dialect, folder));
    }
    return fates;
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private String made() throws IOException {
    for (FidelityRow.Group group : FidelityRow.Group.values()) {
      page.append("## ").append(group.title).append("\n\n| | ");
      page.append(String.join(" | ", TITLES)).append(" |\n|---");
      page.repeat("|---", TITLES.size()).append("|\n");
      for (FidelityRow row : FidelityRow.ALL) {
        if (row.group() == group) {
          line(row);
        }
      }
      page.append('\n');
    }
    page.append("## Notes\n\n");
    notes.values().forEach(fate -> page.append(footnote(fate)));
    page.append('\n');
    links.values().forEach(fate -> page.append(link(fate)));
    return page.toString();
  }

  private void line(FidelityRow row) throws IOException {
    page.append("| ").append(row.what());
    for (String dialect : DIALECTS) {
      page.append(" | ").append(cell(fates(goldens, dialect, row)));
    }
    page.append(" |\n");
  }

  private String cell(List<Fate> fates) {
    if (fates.isEmpty()) {
      return "not pinned yet";
    }
    return Stream.concat(Stream.of(fates.getFirst().kind()), Stream.of(Fate.Kind.values()))
        .distinct()
        .map(kind -> fates.stream().filter(fate -> fate.kind() == kind).toList())
        .filter(same -> !same.isEmpty())
        .map(this::word)
        .collect(Collectors.joining("; "));
  }

  /** One word of a cell with the footnotes of all conversations that it stands for. */
  private String word(List<Fate> same) {
    Fate first = same.getFirst();
    StringBuilder word = new StringBuilder();
    links.put(sortable(first), first);
    word.append('[').append(first.kind().title).append("][").append(first.label()).append(']');
    for (Fate fate : same) {
      if (!fate.words().isEmpty()) {
        notes.put(sortable(fate), fate);
        word.append("[^").append(fate.label()).append(']');
      }
    }
    return word.toString();
  }

  /** By dialect in the page's order, then by number. */
  private static String sortable(Fate fate) {
    String dialect = fate.folder().substring(0, fate.folder().indexOf('/'));
    return DIALECTS.indexOf(dialect) + fate.folder();
  }

  private static String footnote(Fate fate) {
    String folder = fate.folder();
    return "[^%s]: [%s](%s%s): %s\n"
        .formatted(fate.label(), folder, SOURCES, folder, String.join("; ", fate.words()));
  }

  private static String link(Fate fate) {
    return "[%s]: %s%s\n".formatted(fate.label(), SOURCES, fate.folder());
  }
}
