package dev.dragoman.provider.golden;

import dev.dragoman.messages.EventWriter;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.LoadedCalls;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.search.SearchBackend;
import dev.dragoman.search.SearchOutcome;
import dev.dragoman.search.SearchQuery;
import dev.dragoman.search.WebSearch;
import dev.dragoman.wire.SseReader;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A golden conversation in which the gateway searches, each round's answer in a file of its own.
 */
final class SearchedTranslation implements WebSearch.World {
  private final Golden golden;
  private final Deployment target;
  private final Provider provider;
  private final List<UpstreamRequest> upstream = new ArrayList<>();
  private final Set<Note> noted = new LinkedHashSet<>();
  private final StringBuilder searches = new StringBuilder();
  private final List<StreamEvent> events = new ArrayList<>();
  private final Notes notes = new Notes();
  private Usage usage = Usage.MISSING;

  private SearchedTranslation(Golden golden) throws IOException {
    this.golden = golden;
    this.target = golden.target();
    this.provider = golden.provider();
  }

  static SearchedTranslation of(Golden golden) throws IOException {
    SearchedTranslation translation = new SearchedTranslation(golden);
    translation.run(golden.request());
    return translation;
  }

  private void run(MessagesRequest request) throws IOException {
    WebSearch search =
        Objects.requireNonNull(WebSearch.of(request, target, provider.searches(request, target)));
    noted.addAll(search.notes());
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            request.model(),
            provider.provenance(target),
            Usage.estimated(100, 0),
            notes,
            search.hearing(events::add));
    search.run("1", out, this);
    out.finish();
    usage = out.usage();
  }

  @Override
  public void ask(MessagesRequest request, Deltas out) throws IOException {
    Encoded encoded = provider.encode(request, target);
    upstream.add(encoded.request());
    noted.addAll(encoded.notes());
    Translator translator = provider.translator(request, target);
    Deltas deltas = LoadedCalls.over(request, out);
    SseReader reader = new SseReader(1 << 20, frame -> translator.accept(frame, deltas));
    byte[] sse = Files.readAllBytes(golden.folder().resolve("answer" + round() + ".sse"));
    reader.feed(sse, 0, sse.length);
    reader.end();
    translator.end(deltas);
  }

  /** Nothing for the first round, {@code -2} for the second. */
  private String round() {
    return upstream.size() == 1 ? "" : "-" + upstream.size();
  }

  @Override
  public SearchOutcome search(SearchBackend backend, SearchQuery query) throws IOException {
    UpstreamRequest request = backend.encode(query);
    searches
        .append(request.method())
        .append(' ')
        .append(request.uri())
        .append('\n')
        .append(new String(request.body(), StandardCharsets.UTF_8));
    return backend.decode(200, Files.readAllBytes(golden.folder().resolve("search.json")), query);
  }

  @Override
  public long estimate(MessagesRequest request) {
    return 100;
  }

  List<UpstreamRequest> upstream() {
    return upstream;
  }

  /** The files as they come out now, by name. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("address.txt", upstream.getFirst() + "\n");
    for (int i = 0; i < upstream.size(); i++) {
      String name = i == 0 ? "upstream.json" : "upstream-" + (i + 1) + ".json";
      files.put(name, Golden.pretty(upstream.get(i).body()));
    }
    files.put("search.txt", searches.toString());
    StringBuilder lines = new StringBuilder();
    Golden.add(List.copyOf(noted), lines);
    lines.append("--\n");
    Golden.add(notes.list(), lines);
    files.put("notes.txt", lines.toString());
    StringBuilder sse = new StringBuilder();
    for (StreamEvent event : events) {
      sse.append("event: ").append(EventWriter.name(event)).append('\n');
      sse.append("data: ").append(Translation.json(event)).append("\n\n");
    }
    files.put("client.sse", sse.toString());
    files.put("usage.json", Golden.usage(usage));
    return files;
  }
}
