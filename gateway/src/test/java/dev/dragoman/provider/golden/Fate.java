package dev.dragoman.provider.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of a golden conversation, by the files that were reviewed.
 *
 * @param folder {@code DIALECT/NN-name}
 * @param words of the notes, of the refusal or of the error event; empty where it is carried
 */
record Fate(Kind kind, String folder, List<String> words) {
  /** What can become of it, the best first. */
  enum Kind {
    CARRIED("carried"),
    CARRIED_BEHIND("carried behind the answer"),
    ANSWER_NOTED("carried, answer noted"),
    NOTED("noted"),
    FAULT("error event"),
    REFUSED("refused");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  private static final Pattern ERROR =
      Pattern.compile("\"error\":\\{\"type\":\"(.*?)\",\"message\":\"(.*?)\"[,}]");

  /** What the files in {@code folder}, one of {@code dialect}'s, say. */
  static Fate of(String dialect, Path folder) throws IOException {
    String name = dialect + "/" + folder.getFileName();
    Path refusal = folder.resolve("refusal.txt");
    if (Files.exists(refusal)) {
      List<String> lines = Files.readAllLines(refusal);
      return new Fate(Kind.REFUSED, name, List.of("`" + lines.getFirst() + "`: " + lines.get(1)));
    }
    Matcher error = ERROR.matcher(Files.readString(folder.resolve("client.sse")));
    if (error.find()) {
      return new Fate(Kind.FAULT, name, List.of("`" + error.group(1) + "`: " + error.group(2)));
    }
    List<String> notes = Files.readAllLines(folder.resolve("notes.txt"));
    int asked = notes.indexOf("--");
    List<String> words =
        notes.stream().filter(line -> !line.equals("--")).map(Fate::withField).toList();
    return new Fate(kind(notes.subList(0, asked), words), name, words);
  }

  private static Kind kind(List<String> asked, List<String> words) {
    if (words.isEmpty()) {
      return Kind.CARRIED;
    }
    if (asked.isEmpty()) {
      return Kind.ANSWER_NOTED;
    }
    // What a note of the request says of the answer is what the gateway does to it.
    return asked.stream().allMatch(note -> note.contains(": the answer is "))
        ? Kind.CARRIED_BEHIND
        : Kind.NOTED;
  }

  private static String withField(String note) {
    int colon = note.indexOf(": ");
    return "`" + note.substring(0, colon) + "`" + note.substring(colon);
  }

  /** The label of its footnote; it stays when other goldens come and go. */
  String label() {
    return folder.replaceFirst("/(\\d+)-.*", "-$1");
  }
}
