package dev.dragoman.provider.chat;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Note;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of golden files: {@code request.json} by {@code dialect.txt} becomes {@code
 * upstream.json} and {@code notes.txt}, or {@code refusal.txt}; {@code answer.sse} or {@code
 * answer.json} becomes {@code client.sse} and {@code usage.json}.
 */
record Golden(Path folder) {
  private static final ChatProvider PROVIDER = new ChatProvider(new ModelCatalogue());

  /** All of them, by number. */
  static List<Golden> all() throws IOException, URISyntaxException {
    URL place = Objects.requireNonNull(Golden.class.getResource("/golden/chat"));
    try (Stream<Path> folders = Files.list(Path.of(place.toURI()))) {
      return folders.sorted().map(Golden::new).toList();
    }
  }

  /** The files as they come out now, by name. */
  Map<String, String> made() throws IOException {
    Map<String, String> files = new TreeMap<>();
    MessagesRequest request =
        RequestReader.read(Files.readAllBytes(folder.resolve("request.json")));
    Deployment target = target();
    Encoded encoded;
    try {
      encoded = PROVIDER.encode(request, target);
    } catch (ApiException e) {
      files.put(
          "refusal.txt",
          e.error().status() + " " + e.error().type().json() + "\n" + e.error().message() + "\n");
      return files;
    }
    files.put("upstream.json", pretty(encoded.request().body()));
    StringBuilder notes = new StringBuilder();
    add(encoded.notes(), notes);
    Translation answer = answer(request, target);
    notes.append("--\n");
    add(answer.notes(), notes);
    files.put("notes.txt", notes.toString());
    files.put("client.sse", answer.sse());
    files.put("usage.json", usage(answer.usage()));
    return files;
  }

  /** The body that goes to the provider. */
  byte[] upstream() throws IOException {
    return PROVIDER
        .encode(RequestReader.read(Files.readAllBytes(folder.resolve("request.json"))), target())
        .request()
        .body();
  }

  private Translation answer(MessagesRequest request, Deployment target) throws IOException {
    Path document = folder.resolve("answer.json");
    return Files.exists(document)
        ? Translation.ofDocument(Files.readAllBytes(document), PROVIDER, request, target)
        : Translation.ofStream(
            Files.readAllBytes(folder.resolve("answer.sse")), PROVIDER, request, target);
  }

  /** {@code provider/model}, and on lines of their own {@code api_base} and {@code max_tokens}. */
  Deployment target() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("dialect.txt"));
    String[] name = lines.getFirst().split("/", 2);
    Deployment target = Deployment.of("golden", name[0], name[1]);
    for (String line : lines.subList(1, lines.size())) {
      String[] setting = line.split(" ", 2);
      target =
          switch (setting[0]) {
            case "api_base" -> target.at(setting[1], null);
            case "max_tokens" -> capped(target, Integer.valueOf(setting[1]));
            default -> throw new IllegalArgumentException(line);
          };
    }
    return target;
  }

  private static Deployment capped(Deployment plain, Integer tokens) {
    return new Deployment(
        plain.id(),
        plain.modelName(),
        plain.provider(),
        plain.model(),
        plain.apiBase(),
        plain.apiKey(),
        plain.headers(),
        null,
        null,
        tokens,
        null,
        Map.of(),
        plain.origin());
  }

  private static void add(List<Note> notes, StringBuilder lines) {
    notes.forEach(note -> lines.append(note).append('\n'));
  }

  private static String pretty(byte[] json) {
    JsonNode tree = JsonMapper.shared().readTree(json);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
  }

  private static String usage(Usage usage) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(usage) + "\n";
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
