package dev.dragoman.provider.golden;

import dev.dragoman.fixture.upstream.ConverseStream;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.search.SearchBackend;
import dev.dragoman.wire.UpstreamRequest;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of golden files: {@code request.json} by {@code dialect.txt} becomes {@code
 * upstream.json} and {@code notes.txt}, or {@code refusal.txt}; {@code answer.sse}, {@code
 * answer.events} (the frames of a binary stream, a line each) or {@code answer.json} becomes {@code
 * client.sse} and {@code usage.json}. Where the target's settings name a search service, {@code
 * search.json} is what it answers, and {@code answer-2.sse} what the model does when it is asked
 * again.
 */
public record Golden(Path folder) {
  private static final Providers PROVIDERS = new Providers(new ModelCatalogue());

  /** All of a dialect, by number. */
  public static List<Golden> all(String dialect) throws IOException, URISyntaxException {
    URL place = Objects.requireNonNull(Golden.class.getResource("/golden/" + dialect));
    try (Stream<Path> folders = Files.list(Path.of(place.toURI()))) {
      return folders.sorted().map(Golden::new).toList();
    }
  }

  /** The files as they come out now, by name. */
  public Map<String, String> made() throws IOException {
    Map<String, String> files = new TreeMap<>();
    MessagesRequest request = request();
    Deployment target = target();
    if (SearchBackend.of(target) != null) {
      return SearchedTranslation.of(this).files();
    }
    Encoded encoded;
    try {
      encoded = provider().encode(request, target);
    } catch (ApiException e) {
      files.put(
          "refusal.txt",
          e.error().status() + " " + e.error().type().json() + "\n" + e.error().message() + "\n");
      return files;
    }
    files.put("address.txt", encoded.request() + "\n");
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

  /** The requests that go to the provider, one but for searches. */
  public List<UpstreamRequest> upstream() throws IOException {
    Deployment target = target();
    return SearchBackend.of(target) == null
        ? List.of(provider().encode(request(), target).request())
        : SearchedTranslation.of(this).upstream();
  }

  /** Whether the request is refused. */
  public boolean refused() {
    return Files.exists(folder.resolve("refusal.txt"));
  }

  /** What the provider answers, as a stream; null where it is one document. */
  public byte @Nullable [] stream() throws IOException {
    Path events = folder.resolve("answer.events");
    if (Files.exists(events)) {
      return ConverseStream.ofScript(Files.readString(events));
    }
    Path file = folder.resolve("answer.sse");
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  public MessagesRequest request() throws IOException {
    return RequestReader.read(Files.readAllBytes(folder.resolve("request.json")));
  }

  public Provider provider() throws IOException {
    return PROVIDERS.of(target());
  }

  private Translation answer(MessagesRequest request, Deployment target) throws IOException {
    Path document = folder.resolve("answer.json");
    if (Files.exists(folder.resolve("answer.events"))) {
      byte[] frames = Objects.requireNonNull(stream());
      return Translation.ofEventStream(frames, provider(), request, target);
    }
    return Files.exists(document)
        ? Translation.ofDocument(Files.readAllBytes(document), provider(), request, target)
        : Translation.ofStream(
            Files.readAllBytes(folder.resolve("answer.sse")), provider(), request, target);
  }

  /**
   * {@code provider/model}, and on lines of their own {@code api_base}, {@code max_tokens}, {@code
   * header NAME VALUE} and {@code setting NAME JSON}.
   */
  public Deployment target() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("dialect.txt"));
    String[] name = lines.getFirst().split("/", 2);
    String base = null;
    Integer maxTokens = null;
    Map<String, String> headers = new TreeMap<>();
    Map<String, RawJson> settings = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "api_base" -> base = words[1];
        case "max_tokens" -> maxTokens = Integer.valueOf(words[1]);
        case "header" -> headers.put(words[1], words[2]);
        case "setting" -> settings.put(words[1], RawJson.of(words[2]));
        default -> throw new IllegalArgumentException(line);
      }
    }
    Deployment plain = Deployment.of("golden", name[0], name[1]);
    return new Deployment(
        plain.id(),
        plain.modelName(),
        plain.provider(),
        plain.model(),
        base,
        null,
        headers,
        null,
        null,
        maxTokens,
        null,
        settings,
        plain.origin());
  }

  static void add(List<Note> notes, StringBuilder lines) {
    notes.forEach(note -> lines.append(note).append('\n'));
  }

  static String pretty(byte[] json) {
    JsonNode tree = JsonMapper.shared().readTree(json);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
  }

  static String usage(Usage usage) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(usage) + "\n";
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
