package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.StopSequences;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads an answer as events, or as one response.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">Streaming
 *     events</a>
 */
final class ResponsesTranslator implements Translator {
  private final String provider;
  private final MessagesRequest request;
  private final ToolNames names;
  private @Nullable Deltas deltas;
  private final Map<Integer, OutputProgress> items = new TreeMap<>();
  private boolean refused;
  private boolean finished;

  ResponsesTranslator(String provider, MessagesRequest request) {
    this.provider = provider;
    this.request = request;
    this.names = new ToolNames(request);
  }

  @Override
  public void accept(Frame frame, Deltas out) {
    if (finished || frame.length() == 0 || frame.is("[DONE]")) {
      return;
    }
    if (deltas == null) {
      deltas = StopSequences.over(request.stopSequences(), out);
    }
    try {
      event(Event.read(frame, provider), frame, deltas);
    } catch (JacksonException e) {
      throw new ApiException(
          ApiError.of(ErrorType.API, provider + " sent an event that is not valid JSON"), e);
    }
  }

  @Override
  public void end(Deltas out) {
    if (!finished) {
      throw fault(provider, "broke off before the answer's end");
    }
  }

  @Override
  public boolean whole() {
    return finished;
  }

  /** An event's fields; what is not said is empty. */
  private static final class Event {
    /** Events that say the whole request again, tools and all, and nothing of the answer. */
    private static final Set<String> BEGINNINGS =
        Set.of("response.created", "response.queued", "response.in_progress");

    String type = "";
    String text = "";
    int output;
    int part;
    @Nullable RawJson value;

    /** The fields of {@code frame}, with copies of what is looked into later. */
    static Event read(Frame frame, String provider) {
      Event event = new Event();
      try (JsonParser in = frame.parser()) {
        if (in.nextToken() != JsonToken.START_OBJECT) {
          throw fault(provider, "sent an event that is not a JSON object");
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          JsonToken token = in.nextToken();
          switch (name) {
            case "type" -> event.type = Json.string(in);
            case "delta", "arguments" -> event.text = Json.string(in);
            case "output_index" -> event.output = in.getValueAsInt(0);
            case "content_index", "summary_index" -> event.part = in.getValueAsInt(0);
            case "object" -> {
              if (Json.string(in).equals("response")) {
                event.type = "response";
              }
            }
            case "item", "response", "annotation" -> {
              if (token == JsonToken.START_OBJECT && !BEGINNINGS.contains(event.type)) {
                event.value = Json.slice(in, frame.bytes(), frame.from());
              } else {
                in.skipChildren();
              }
            }
            default -> in.skipChildren();
          }
        }
      }
      return event;
    }
  }

  private void event(Event event, Frame frame, Deltas out) {
    OutputProgress item =
        items.computeIfAbsent(event.output, index -> new OutputProgress(index, names));
    RawJson value = event.value;
    switch (event.type) {
      case "response.output_text.delta" -> item.text(event.part, event.text, out);
      case "response.refusal.delta" -> {
        refused = true;
        item.text(event.part, event.text, out);
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          item.thinking(event.part, event.text, out);
      case "response.function_call_arguments.delta" -> item.arguments(event.text, out);
      case "response.function_call_arguments.done" -> item.allArguments(event.text, out);
      case "response.output_text.annotation.added" -> {
        if (value != null) {
          item.citation(value, out);
        }
      }
      case "response.output_item.added" -> {
        if (value != null) {
          item.begin(OutputItem.read(value), out);
        }
      }
      case "response.output_item.done" -> {
        if (value != null) {
          item.end(OutputItem.read(value), out);
        }
      }
      case "response.completed", "response.incomplete", "response.failed" -> {
        if (value == null) {
          throw fault(provider, "ended its answer without a response");
        }
        response(value, out);
      }
      case "response" -> response(frame.copy(), out);
      case "error" -> throw UpstreamErrors.inStream(provider, frame).toException();
      // Some send an error without a type, in the older form.
      case "" -> {
        if (frame.text().contains("\"error\"")) {
          throw UpstreamErrors.inStream(provider, frame).toException();
        }
      }
      default -> {}
    }
  }

  /** A response at its end: what of it has not been said yet, and why it ended. */
  private void response(RawJson raw, Deltas out) {
    String status = "";
    String reason = "";
    Usage usage = null;
    try (JsonParser in = raw.parser()) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "status" -> status = Json.string(in);
          case "incomplete_details" -> reason = reason(in);
          case "usage" -> usage = ResponsesUsage.read(in);
          case "output" -> output(in, raw, out);
          default -> in.skipChildren();
        }
      }
    }
    if (usage != null) {
      long searches = items.values().stream().filter(item -> item.searched).count();
      out.usage(searches == 0 ? usage : usage.withSearches(searches));
    }
    end(status, reason, raw, out);
  }

  private void output(JsonParser in, RawJson raw, Deltas out) {
    int[] index = {0};
    Json.objects(
        in,
        () -> {
          OutputItem item = OutputItem.read(raw.slice(in));
          items.computeIfAbsent(index[0]++, each -> new OutputProgress(each, names)).end(item, out);
        });
  }

  private static String reason(JsonParser in) {
    String reason = "";
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      String value = Json.string(in);
      if (name.equals("reason")) {
        reason = value;
      }
    }
    return reason;
  }

  private void end(String status, String reason, RawJson response, Deltas out) {
    switch (status) {
      case "completed" -> {
        boolean refusal = refused || items.values().stream().anyMatch(item -> item.refused);
        out.stop(refusal ? StopReason.REFUSAL : StopReason.END_TURN, null);
      }
      case "incomplete" -> {
        switch (reason) {
          case "max_output_tokens" -> out.stop(StopReason.MAX_TOKENS, null);
          case "content_filter" -> out.stop(StopReason.REFUSAL, null);
          default ->
              throw fault(
                  provider,
                  "left its answer incomplete: " + reason.replaceAll("[^A-Za-z0-9_-]", "?"));
        }
      }
      case "failed" ->
          throw UpstreamErrors.inStream(
                  provider, Frame.of(response.toString().getBytes(StandardCharsets.UTF_8)))
              .toException();
      default -> throw fault(provider, "did not complete its answer");
    }
    finished = true;
  }

  private static ApiException fault(String provider, String what) {
    return ApiError.of(ErrorType.API, provider + " " + what).toException();
  }
}
