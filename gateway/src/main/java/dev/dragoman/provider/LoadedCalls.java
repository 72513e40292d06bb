package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Makes a call of {@link ToolSet#INVOKER} the call of the loaded tool that it names. Its input
 * waits until it is whole, since the name can stand anywhere in it; all else passes at once.
 */
public final class LoadedCalls implements Deltas {
  private final Deltas out;
  private final ToolNames names;
  private final Map<Integer, Invoked> invoked = new LinkedHashMap<>();

  private LoadedCalls(Deltas out, ToolNames names) {
    this.out = out;
    this.names = names;
  }

  /** {@code out} for the answer to {@code request}, with loaded tools under their own names. */
  public static Deltas over(MessagesRequest request, Deltas out) {
    return ToolSet.loadsLater(request) ? new LoadedCalls(out, new ToolNames(request)) : out;
  }

  /** A call of the invoker while it arrives. */
  private static final class Invoked {
    final @Nullable String id;
    final StringBuilder input = new StringBuilder();
    final JsonExtent extent = new JsonExtent();
    boolean passed;

    Invoked(@Nullable String id) {
      this.id = id;
    }
  }

  @Override
  public void toolCall(int slot, @Nullable String id, @Nullable String name) {
    if (ToolSet.INVOKER.equals(name)) {
      Invoked before = invoked.get(slot);
      boolean another = before == null || (id != null && !id.isEmpty() && !id.equals(before.id));
      if (another) {
        flush(slot);
        invoked.put(slot, new Invoked(id));
      }
      return;
    }
    if (invoked.containsKey(slot)) {
      if (name == null || name.isEmpty()) {
        return;
      }
      flush(slot);
      invoked.remove(slot);
    }
    out.toolCall(slot, id, name);
  }

  @Override
  public void toolArguments(int slot, String json) {
    Invoked call = invoked.get(slot);
    if (call == null) {
      out.toolArguments(slot, json);
      return;
    }
    if (call.passed) {
      return;
    }
    call.input.append(json);
    call.extent.read(json);
    if (call.extent.complete()) {
      flush(slot);
    }
  }

  @Override
  public void stop(StopReason reason, @Nullable String sequence) {
    invoked.keySet().forEach(this::flush);
    out.stop(reason, sequence);
  }

  /** Says the call as the loaded tool's; as it came if it cannot be read. */
  private void flush(int slot) {
    Invoked call = invoked.get(slot);
    if (call == null || call.passed) {
      return;
    }
    call.passed = true;
    String name = null;
    RawJson input = null;
    RawJson whole = RawJson.of(call.input.toString());
    try (JsonParser in = whole.parser()) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        for (String field = in.nextName(); field != null; field = in.nextName()) {
          JsonToken token = in.nextToken();
          if (field.equals("name") && token == JsonToken.VALUE_STRING) {
            name = in.getString();
          } else if (field.equals("input") && token == JsonToken.START_OBJECT) {
            input = whole.slice(in);
          } else {
            in.skipChildren();
          }
        }
      }
    } catch (JacksonException broken) {
      name = null;
    }
    if (name == null) {
      out.toolCall(slot, call.id, ToolSet.INVOKER);
      out.toolArguments(slot, call.input.toString());
    } else {
      out.toolCall(slot, call.id, names.toClient(name));
      out.toolArguments(slot, input == null ? "{}" : input.toString());
    }
  }

  @Override
  public void text(String text) {
    out.text(text);
  }

  @Override
  public void thinking(String thinking) {
    out.thinking(thinking);
  }

  @Override
  public void signature(String signature) {
    out.signature(signature);
  }

  @Override
  public void block(ContentBlock block) {
    out.block(block);
  }

  @Override
  public void citation(RawJson citation) {
    out.citation(citation);
  }

  @Override
  public void pass(StreamEvent.Passed event) {
    out.pass(event);
  }

  @Override
  public void usage(Usage total) {
    out.usage(total);
  }

  @Override
  public void note(String field, String what) {
    out.note(field, what);
  }
}
