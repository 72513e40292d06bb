package dev.dragoman.exchange;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Encoded;
import dev.dragoman.search.SearchBackend;
import dev.dragoman.search.SearchOutcome;
import dev.dragoman.search.SearchQuery;
import dev.dragoman.search.WebSearch;
import java.io.IOException;

/** Asks one deployment round by round, and the search service between. */
final class SearchRounds implements WebSearch.World {
  private final Relay relay;
  private final Relay.Attempt first;
  private boolean begun;

  /** The rounds of which {@code first} is the first, encoded. */
  SearchRounds(Relay relay, Relay.Attempt first) {
    this.relay = relay;
    this.first = first;
  }

  @Override
  public void ask(MessagesRequest request, Deltas out) throws IOException {
    first.client().flush();
    if (!begun) {
      begun = true;
      relay.run(first.with(request, first.upstream(), out));
      return;
    }
    Encoded encoded = first.provider().encode(request, first.target());
    encoded.notes().forEach(note -> out.note(note.field(), note.what()));
    relay.run(first.with(request, encoded.request(), out));
  }

  @Override
  public SearchOutcome search(SearchBackend backend, SearchQuery query) throws IOException {
    first.client().flush();
    return relay.search(backend, query);
  }

  @Override
  public long estimate(MessagesRequest request) {
    return TokenEstimate.BY_LENGTH.of(request);
  }
}
