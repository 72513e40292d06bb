package dev.dragoman.search;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.SearchExcerpt;
import dev.dragoman.search.SearchOutcome.Failed;
import dev.dragoman.search.SearchOutcome.Found;
import dev.dragoman.search.SearchOutcome.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request whose searches the gateway carries out. The model is asked; the searches that it calls
 * for are made and shown to the client in the same message; and it is asked again with what was
 * found, until it answers without a search, calls a tool of the client's, or has been asked as
 * often as it may: then the turn pauses, and the client can send it back to have it go on.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/server-tools">Server
 *     tools</a>
 */
public final class WebSearch {
  /** As often as Anthropic asks a model in one turn of its own. */
  private static final int MOST_ROUNDS = 10;

  private final WebSearchTool tool;
  private final SearchBackend backend;
  private final SearchTurns turns;
  private final MessagesRequest opening;
  private final List<Note> notes;
  private final int mostRounds;

  private final Citations citations = new Citations();
  private final List<StreamEvent> heard = new ArrayList<>();
  private final MessageFold said = new MessageFold();
  private int uses;
  private long successes;
  private @Nullable Usage total;

  /** What is outside: models, and the services that search. */
  public interface World {
    /** Asks the model and passes its whole answer on. */
    void ask(MessagesRequest request, Deltas out) throws IOException;

    /** Searches; what fails is an outcome, too. */
    SearchOutcome search(SearchBackend backend, SearchQuery query) throws IOException;

    /** Whether there is time for another search and answer. */
    default boolean hasTime() {
      return true;
    }

    /** The input tokens of a request whose provider does not say. */
    long estimate(MessagesRequest request);
  }

  private WebSearch(
      MessagesRequest request,
      WebSearchTool tool,
      SearchBackend backend,
      List<Note> notes,
      int mostRounds) {
    this.tool = tool;
    this.backend = backend;
    this.turns = new SearchTurns(request, tool);
    this.opening = turns.first();
    this.notes = notes;
    this.mostRounds = mostRounds;
  }

  /**
   * The searches of {@code request}; null if it wants none, or its provider makes them itself.
   *
   * @param ownSearch whether {@code target}'s provider searches itself
   * @throws ApiException {@code invalid_request_error} that says what to set, if nobody can search
   */
  public static @Nullable WebSearch of(
      MessagesRequest request, Deployment target, boolean ownSearch) {
    if (ownSearch) {
      return null;
    }
    Notes notes = new Notes();
    WebSearchTool tool = WebSearchTool.in(request, notes);
    if (tool == null) {
      return null;
    }
    SearchBackend backend = SearchBackend.of(target);
    if (backend == null) {
      throw ApiException.invalid(
          "tools." + tool.index(),
          "web_search has nobody to carry it out: "
              + target.modelName()
              + " ("
              + target.provider()
              + ") does not carry it out itself for this request, and no search service is"
              + " configured for it."
              + " Add a search_tools entry to the configuration, with search_provider: searxng and"
              + " its api_base, or search_provider: tavily and its api_key; or choose a model whose"
              + " provider searches");
    }
    if (tool.sites().allowed().size() > backend.mostAllowed()) {
      throw ApiException.invalid(
          "tools." + tool.index() + ".allowed_domains",
          "the search service of this model takes " + backend.mostAllowed() + " at most");
    }
    return new WebSearch(request, tool, backend, notes.list(), mostRounds(target));
  }

  private static int mostRounds(Deployment target) {
    RawJson loops = target.settings().get("search_max_loops");
    // LiteLLM counts how often a model is asked again.
    return loops == null ? MOST_ROUNDS : Math.addExact(Integer.parseInt(loops.toString()), 1);
  }

  /** The first request to the model. */
  public MessagesRequest opening() {
    return opening;
  }

  /** What of the tool's definition is not honoured. */
  public List<Note> notes() {
    return notes;
  }

  /** Passes on what the client is told, and remembers it for the next request to the model. */
  public Consumer<StreamEvent> hearing(Consumer<StreamEvent> next) {
    return event -> {
      heard.add(event);
      next.accept(event);
    };
  }

  /**
   * Says all answers and searches as one, up to why it ended.
   *
   * @param id in which the ids of searches begin, the answer's
   * @param out whose events are heard by {@link #hearing}
   */
  public void run(String id, BlockSequencer out, World world) throws IOException {
    MessagesRequest request = opening;
    for (int round = 1; ; round++) {
      int number = uses;
      SearchCalls calls =
          new SearchCalls(out, citations, i -> "srvtoolu_" + id + "_" + (number + i));
      ask(request, calls, out, world);
      settle(request, calls, out, world);
      for (SearchCalls.Asked each : calls.asked()) {
        out.block(result(each, carryOut(each, out, world)));
      }
      say(total, out);
      StopReason reason = calls.reason();
      if (reason == null) {
        return;
      }
      boolean ended = reason != StopReason.TOOL_USE && reason != StopReason.END_TURN;
      if (calls.asked().isEmpty() || calls.callsOthers() || ended) {
        out.stop(reason, calls.sequence());
        return;
      }
      if (round == mostRounds || !world.hasTime()) {
        out.stop(StopReason.PAUSE_TURN, null);
        return;
      }
      heard.forEach(said);
      heard.clear();
      request = turns.after(said.content());
    }
  }

  private void ask(MessagesRequest request, SearchCalls calls, BlockSequencer out, World world)
      throws IOException {
    try {
      world.ask(request, calls);
    } catch (IOException | RuntimeException e) {
      broken(request, calls, out, world);
      throw e;
    }
  }

  /** What has been used by an answer that broke off; one that said nothing used nothing. */
  private void broken(MessagesRequest request, SearchCalls calls, BlockSequencer out, World world) {
    Usage used = calls.usage();
    if (used == null && calls.characters() > 0) {
      used = Usage.estimated(world.estimate(request), calls.tokens());
    }
    if (used != null) {
      say(sum(total, used), out);
    }
  }

  private void settle(MessagesRequest request, SearchCalls calls, BlockSequencer out, World world) {
    Usage used = calls.usage();
    if (used == null) {
      out.note("usage", "not reported by the provider, estimated");
      used = Usage.estimated(world.estimate(request), calls.tokens());
    }
    total = sum(total, used);
  }

  private void say(@Nullable Usage usage, BlockSequencer out) {
    if (usage != null) {
      out.usage(successes == 0 ? usage : usage.withSearches(successes));
    }
  }

  private static Usage sum(@Nullable Usage before, Usage more) {
    return before == null ? more : before.plus(more);
  }

  private SearchOutcome carryOut(SearchCalls.Asked asked, BlockSequencer out, World world)
      throws IOException {
    SearchOutcome outcome = outcome(asked.query(), world);
    switch (outcome) {
      case Found found -> {
        successes++;
        citations.add(found.results());
      }
      case Failed failed -> out.note("web_search", failed.why());
    }
    return outcome;
  }

  private SearchOutcome outcome(@Nullable String query, World world) throws IOException {
    uses++;
    if (query == null) {
      return new Failed(Reason.INVALID_TOOL_INPUT, "the model named no query");
    }
    if (tool.maxUses() != null && uses > tool.maxUses()) {
      return new Failed(Reason.MAX_USES_EXCEEDED, "max_uses of " + tool.maxUses() + " exceeded");
    }
    if (query.length() > backend.longestQuery()) {
      return new Failed(Reason.QUERY_TOO_LONG, "a query longer than the search service takes");
    }
    if (!world.hasTime()) {
      return new Failed(Reason.UNAVAILABLE, "no time is left in this turn");
    }
    return world.search(backend, new SearchQuery(query, tool.sites(), tool.country()));
  }

  private static ContentBlock result(SearchCalls.Asked asked, SearchOutcome outcome) {
    RawJson content =
        RawJson.of(
            Json.text(out -> {
              switch (outcome) {
                case Failed failed -> {
                  out.writeStartObject();
                  out.writeStringProperty("type", "web_search_tool_result_error");
                  out.writeStringProperty("error_code", failed.reason().json());
                  out.writeEndObject();
                }
                case Found found -> {
                  out.writeStartArray();
                  for (SearchResult page : found.results()) {
                    out.writeStartObject();
                    out.writeStringProperty("type", "web_search_result");
                    out.writeStringProperty("url", page.url());
                    out.writeStringProperty("title", page.title());
                    out.writeStringProperty(
                        "encrypted_content", SearchExcerpt.wrap(page.excerpt()));
                    if (page.pageAge() == null) {
                      out.writeNullProperty("page_age");
                    } else {
                      out.writeStringProperty("page_age", page.pageAge());
                    }
                    out.writeEndObject();
                  }
                  out.writeEndArray();
                }
              }
            }));
    return new ContentBlock.ServerToolResult("web_search_tool_result", asked.id(), content);
  }
}
