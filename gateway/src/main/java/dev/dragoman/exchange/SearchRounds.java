package dev.dragoman.exchange;

import dev.dragoman.credential.Http;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Encoded;
import dev.dragoman.search.SearchBackend;
import dev.dragoman.search.SearchOutcome;
import dev.dragoman.search.SearchQuery;
import dev.dragoman.search.WebSearch;
import dev.dragoman.upstream.Timeouts;
import java.io.IOException;
import java.time.Duration;

/**
 * Asks one deployment round by round, and the search service between. All rounds together have the
 * time that one answer has.
 */
final class SearchRounds implements WebSearch.World {
  /** With less left, no other answer is begun. */
  private static final Duration ROUND = Duration.ofMinutes(3);

  private static final Timeouts SEARCH =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30));

  private static final int MAX_SEARCH = 8 << 20;

  private final Relay relay;
  private final Relay.Attempt first;
  private boolean begun;

  private SearchRounds(Relay relay, Relay.Attempt first) {
    this.relay = relay;
    this.first = first;
  }

  /** Says all rounds, of which {@code first} is the first, encoded. */
  static void run(WebSearch search, String id, BlockSequencer out, Relay relay, Relay.Attempt first)
      throws IOException {
    search.run(id, out, new SearchRounds(relay, first));
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
  public boolean hasTime() {
    return first.patience().left().compareTo(ROUND) >= 0;
  }

  @Override
  public SearchOutcome search(SearchBackend backend, SearchQuery query) throws IOException {
    first.client().flush();
    try {
      Http.Answer answer =
          relay.whole(backend.encode(query), backend.authentication(), SEARCH, MAX_SEARCH, first);
      return backend.decode(answer.status(), answer.body(), query);
    } catch (IOException | MissingSecret e) {
      return new SearchOutcome.Failed(
          SearchOutcome.Reason.UNAVAILABLE, "the search service: " + e.getMessage());
    }
  }

  @Override
  public long estimate(MessagesRequest request) {
    return TokenEstimate.BY_LENGTH.of(request);
  }
}
