package dev.dragoman.provider.chat;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StopReason;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.StopSequences;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.provider.chat.Dialect.Feature;
import dev.dragoman.wire.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the chunks of a Chat Completions stream. Nothing is assumed of their shape: text, thinking,
 * several calls, a finish reason and usage can stand in one chunk or each in its own. A whole
 * answer ({@code message} where a chunk has {@code delta}) is read the same way.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming/streaming">Chat
 *     completion chunk</a>
 */
final class ChatTranslator implements Translator {
  private final String provider;
  private final Dialect dialect;
  private final List<String> stops;
  private final ToolNames names;
  private final ChatUsage usage = new ChatUsage();
  private final ChatFindings findings = new ChatFindings();
  private @Nullable Deltas deltas;
  private String id = "";
  private boolean finished;
  private boolean done;
  private boolean refused;
  private boolean failed;

  /** The slot and the id of the last call, for servers that do not number theirs. */
  private int lastSlot = -1;

  private String lastId = "";

  ChatTranslator(String provider, Dialect dialect, MessagesRequest request) {
    this.provider = provider;
    this.dialect = dialect;
    this.stops = request.stopSequences();
    this.names = new ToolNames(request);
  }

  /** {@code out}, with an answer that ends at a stop sequence whoever sees to it. */
  private Deltas cut(Deltas out) {
    if (deltas == null) {
      deltas = StopSequences.over(stops, out);
    }
    return deltas;
  }

  @Override
  public void accept(Frame frame, Deltas out) {
    if (frame.is("[DONE]")) {
      done = true;
      return;
    }
    if (done || frame.length() == 0) {
      // Some keep a connection alive by empty events; behind the end there is nothing to read.
      return;
    }
    chunk(frame, cut(out));
  }

  private void chunk(Frame frame, Deltas out) {
    try (JsonParser in = frame.parser()) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw fault("sent a chunk that is not a JSON object", null);
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "choices" -> choices(in, out);
          case "id" -> id = orEmpty(string(in));
          case "usage" -> usage.read(in, out);
          case "search_results" -> findings.searchResults(in);
          case "citations" -> findings.citations(in);
          case "x_groq" -> usage.readInside(in, out);
          case "error" -> {
            if (in.currentToken() != JsonToken.VALUE_NULL) {
              throw UpstreamErrors.inStream(provider, frame).toException();
            }
          }
          default -> in.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw fault("sent a chunk that is not valid JSON", e);
    }
    if (failed) {
      throw fault("ended its answer with an error", null);
    }
  }

  @Override
  public void end(Deltas out) {
    if (!finished) {
      throw fault("broke off before the answer's end", null);
    }
    findings.end(id, cut(out));
    usage.searched(findings.searches(), out);
  }

  @Override
  public boolean whole() {
    return done;
  }

  private void choices(JsonParser in, Deltas out) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    boolean first = true;
    while (nextObject(in)) {
      if (first) {
        choice(in, out);
      } else {
        in.skipChildren();
      }
      first = false;
    }
  }

  private void choice(JsonParser in, Deltas out) {
    String finish = null;
    String stopSequence = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "delta", "message" -> delta(in, out);
        case "finish_reason" -> finish = string(in);
        // Moonshot's place for it.
        case "usage" -> usage.read(in, out);
        // vLLM and SGLang name the stop sequence; for a stop token they give a number.
        case "stop_reason", "matched_stop" -> {
          String said = string(in);
          stopSequence = said != null && stops.contains(said) ? said : stopSequence;
        }
        default -> in.skipChildren();
      }
    }
    if (finish != null && !finish.isEmpty()) {
      finish(finish, stopSequence, out);
    }
  }

  private void delta(JsonParser in, Deltas out) {
    boolean reasoned = false;
    // Thinking comes before the text it led to, in whatever order they stand here.
    StringBuilder text = new StringBuilder();
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "content" -> ChatContent.read(in, text, out);
        case "annotations" -> findings.annotations(in);
        case "executed_tools" -> findings.executedTools(in, id, out);
        case "reasoning_content", "reasoning" -> {
          // Some servers send the same thinking under both names.
          String thinking = string(in);
          if (thinking != null && !reasoned) {
            reasoned = !thinking.isEmpty();
            out.thinking(thinking);
          }
        }
        case "reasoning_details" -> {
          // Elsewhere it says again what "reasoning" says.
          if (dialect.has(Feature.REASONING_SPLIT)) {
            ChatContent.thinking(in, out);
          } else {
            in.skipChildren();
          }
        }
        case "refusal" -> {
          String refusal = string(in);
          if (refusal != null && !refusal.isEmpty()) {
            refused = true;
            text.append(refusal);
          }
        }
        case "tool_calls" -> {
          say(text, out);
          findings.sayCited(id, out);
          toolCalls(in, out);
        }
        default -> in.skipChildren();
      }
    }
    say(text, out);
  }

  private void say(StringBuilder text, Deltas out) {
    if (dialect.search() != Dialect.Search.NONE) {
      findings.text(text.toString());
    }
    out.text(text.toString());
    text.setLength(0);
  }

  private void toolCalls(JsonParser in, Deltas out) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (nextObject(in)) {
      toolCall(in, out);
    }
  }

  private void toolCall(JsonParser in, Deltas out) {
    int index = -1;
    String id = null;
    String name = null;
    String arguments = null;
    for (String field = in.nextName(); field != null; field = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (field) {
        case "index" -> index = token == JsonToken.VALUE_NUMBER_INT ? in.getIntValue() : -1;
        case "id" -> id = string(in);
        case "function" -> {
          for (String inner = Json.firstName(in); inner != null; inner = in.nextName()) {
            JsonToken value = in.nextToken();
            if (inner.equals("name")) {
              name = string(in);
            } else if (inner.equals("arguments")) {
              arguments = value.isStructStart() ? structure(in) : string(in);
            } else {
              in.skipChildren();
            }
          }
        }
        default -> in.skipChildren();
      }
    }
    int slot = index >= 0 ? index : unnumbered(orEmpty(id), orEmpty(name));
    lastSlot = slot;
    if (id != null && !id.isEmpty()) {
      lastId = id;
    }
    out.toolCall(slot, id, name == null ? null : names.toClient(name));
    if (arguments != null) {
      out.toolArguments(slot, arguments);
    }
  }

  /** A call without a number: one that says who it is is new, one that does not goes on. */
  private int unnumbered(String id, String name) {
    boolean goesOn = id.isEmpty() ? name.isEmpty() : id.equals(lastId);
    return goesOn ? Math.max(lastSlot, 0) : lastSlot + 1;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Stands on the next object of an array, past all that is none; false at the array's end. */
  private static boolean nextObject(JsonParser in) {
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        return true;
      }
      in.skipChildren();
    }
    return false;
  }

  /** Ollama and others send arguments as an object where a string is due. */
  private static String structure(JsonParser in) {
    return Json.text(out -> out.copyCurrentStructureExact(in));
  }

  private void finish(String reason, @Nullable String stopSequence, Deltas out) {
    finished = true;
    switch (reason) {
      case "stop" -> {
        StopReason stop = refused ? StopReason.REFUSAL : StopReason.END_TURN;
        out.stop(stopSequence == null ? stop : StopReason.STOP_SEQUENCE, stopSequence);
      }
      case "tool_calls", "function_call" -> out.stop(StopReason.TOOL_USE, null);
      case "length", "model_length" -> out.stop(StopReason.MAX_TOKENS, null);
      case "content_filter" -> out.stop(StopReason.REFUSAL, null);
      // What error it was can stand behind the choices.
      case "error" -> failed = true;
      // DeepSeek: the system ran out of resources in the middle.
      case "insufficient_system_resource" ->
          throw ApiError.of(ErrorType.OVERLOADED, provider + " is out of resources").toException();
      default -> {
        out.note("stop_reason", "finish_reason " + reason.replaceAll("[^A-Za-z0-9_-]", "?"));
        out.stop(StopReason.END_TURN, null);
      }
    }
  }

  /** The string that {@code in} stands on; null for anything else, which is passed over. */
  private static @Nullable String string(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    in.skipChildren();
    return null;
  }

  private ApiException fault(String what, @Nullable Throwable cause) {
    return new ApiException(ApiError.of(ErrorType.API, provider + " " + what), cause);
  }
}
