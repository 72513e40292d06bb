package dev.dragoman.search;

import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.JsonExtent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One answer of a model that may call {@code web_search}: such a call becomes a block of the
 * server's as soon as its input is whole, all else passes at once. How the answer ends and what it
 * used is kept, since more answers may follow.
 */
final class SearchCalls implements Deltas, PassedBlocks.Listener {
  /** A search that the model asked for; null is a query that cannot be read. */
  record Asked(String id, @Nullable String query) {}

  private static final RawJson NO_INPUT = RawJson.of("{}");

  private final BlockSequencer out;
  private final Citations citations;
  private final IntFunction<String> ids;
  private final PassedBlocks passed = new PassedBlocks(this);
  private final Map<Integer, Call> calls = new LinkedHashMap<>();

  /** Calls whose name is not known yet, by slot; their ids, or nothing. */
  private final Map<Integer, String> unnamed = new LinkedHashMap<>();

  private final Set<Integer> passedOn = new HashSet<>();
  private final List<Asked> asked = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean others;
  private long characters;
  private @Nullable Usage usage;
  private @Nullable StopReason reason;
  private @Nullable String sequence;

  /**
   * @param ids the ids of searches by their number in this answer, from 0
   */
  SearchCalls(BlockSequencer out, Citations citations, IntFunction<String> ids) {
    this.out = out;
    this.citations = citations;
    this.ids = ids;
  }

  /** A call of the search while it arrives. */
  private static final class Call {
    final @Nullable String id;
    final StringBuilder input = new StringBuilder();
    final JsonExtent extent = new JsonExtent();
    boolean said;

    Call(@Nullable String id) {
      this.id = id;
    }
  }

  /** The searches that it asks for, in order. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Whether it calls tools of the client's. */
  boolean callsOthers() {
    return others;
  }

  /** Why it ended; null if it did not say. */
  @Nullable StopReason reason() {
    return reason;
  }

  /** The stop sequence at which it ended; null if at none. */
  @Nullable String sequence() {
    return sequence;
  }

  /** What it used, as the provider said it; null if it did not. */
  @Nullable Usage usage() {
    return usage;
  }

  /** How much came of it, in tokens, as far as that can be told by length. */
  long tokens() {
    return Usage.tokensByLength(characters);
  }

  /** How much came of it. */
  long characters() {
    return characters;
  }

  @Override
  public void toolCall(int slot, @Nullable String id, @Nullable String name) {
    boolean named = name != null && !name.isEmpty();
    Call before = calls.get(slot);
    if (!named && before == null && !passedOn.contains(slot)) {
      unnamed.merge(slot, id == null ? "" : id, (old, now) -> now.isEmpty() ? old : now);
      return;
    }
    String waiting = unnamed.remove(slot);
    String known = id == null || id.isEmpty() ? waiting : id;
    if (WebSearchTool.NAME.equals(name)) {
      boolean another =
          before == null || (known != null && !known.isEmpty() && !known.equals(before.id));
      if (another) {
        flush(slot);
        passedOn.remove(slot);
        calls.put(slot, new Call(known));
      }
      return;
    }
    if (before != null) {
      if (!named) {
        return;
      }
      flush(slot);
      calls.remove(slot);
    }
    other(slot, known, name);
  }

  private void other(int slot, @Nullable String id, @Nullable String name) {
    cite();
    others = true;
    passedOn.add(slot);
    out.toolCall(slot, id, name);
  }

  @Override
  public void toolArguments(int slot, String json) {
    characters += json.length();
    Call call = calls.get(slot);
    if (call == null) {
      String waiting = unnamed.remove(slot);
      if (waiting != null) {
        other(slot, waiting, null);
      }
      out.toolArguments(slot, json);
      return;
    }
    if (call.said) {
      return;
    }
    call.input.append(json);
    call.extent.read(json);
    if (call.extent.complete()) {
      flush(slot);
    }
  }

  /** Says the call as a block; one whose input cannot be read has none. */
  private void flush(int slot) {
    Call call = calls.get(slot);
    if (call == null || call.said) {
      return;
    }
    call.said = true;
    cite();
    RawJson input = RawJson.of(call.input.toString());
    String query = query(input);
    String id = ids.apply(asked.size());
    asked.add(new Asked(id, query));
    out.block(
        new ContentBlock.ServerToolUse(id, WebSearchTool.NAME, query == null ? NO_INPUT : input));
  }

  private static @Nullable String query(RawJson input) {
    String query = null;
    try (JsonParser in = input.parser()) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        boolean string = in.nextToken() == JsonToken.VALUE_STRING;
        if (string && name.equals("query") && !in.getString().isBlank()) {
          query = Unicode.wellFormed(in.getString().strip());
        } else {
          in.skipChildren();
        }
      }
      return in.nextToken() == null ? query : null;
    } catch (JacksonException broken) {
      return null;
    }
  }

  /** The text so far is over: says what it cites. */
  private void cite() {
    if (!text.isEmpty()) {
      citations.in(text).forEach(out::citation);
      text.setLength(0);
    }
  }

  @Override
  public void text(String more) {
    characters += more.length();
    text.append(more);
    out.text(more);
  }

  @Override
  public void thinking(String thinking) {
    characters += thinking.length();
    cite();
    out.thinking(thinking);
  }

  @Override
  public void signature(String signature) {
    cite();
    out.signature(signature);
  }

  @Override
  public void signed(String signature) {
    cite();
    out.signed(signature);
  }

  @Override
  public void block(ContentBlock block) {
    cite();
    out.block(block);
  }

  @Override
  public void citation(RawJson citation) {
    out.citation(citation);
  }

  @Override
  public void pass(StreamEvent.Passed event) {
    passed.accept(event);
  }

  @Override
  public void usage(Usage total) {
    usage = total;
  }

  @Override
  public void stop(StopReason stopReason, @Nullable String stopSequence) {
    calls.keySet().forEach(this::flush);
    unnamed.forEach((slot, id) -> other(slot, id, null));
    cite();
    reason = stopReason;
    sequence = stopSequence;
  }

  @Override
  public void note(String field, String what) {
    out.note(field, what);
  }
}
