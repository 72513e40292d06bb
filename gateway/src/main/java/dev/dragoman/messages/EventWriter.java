package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes events, answers and errors as the JSON of the Messages API. */
public final class EventWriter {
  private EventWriter() {}

  /** The event's name, as it stands in {@code event:} and in {@code type}. */
  public static String name(StreamEvent event) {
    return switch (event) {
      case StreamEvent.MessageStart e -> "message_start";
      case StreamEvent.BlockStart e -> "content_block_start";
      case StreamEvent.BlockDelta e -> "content_block_delta";
      case StreamEvent.BlockStop e -> "content_block_stop";
      case StreamEvent.MessageDelta e -> "message_delta";
      case StreamEvent.MessageStop e -> "message_stop";
      case StreamEvent.Ping e -> "ping";
      case StreamEvent.Passed e -> e.name();
      case StreamEvent.Failed e -> "error";
    };
  }

  /**
   * Writes the data of an event.
   *
   * @param requestId named in errors
   */
  public static void write(StreamEvent event, String requestId, JsonGenerator out) {
    if (event instanceof StreamEvent.Failed failed) {
      error(failed.error(), requestId, out);
      return;
    }
    if (event instanceof StreamEvent.Passed passed) {
      passed.data().writeTo(out);
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("type", name(event));
    switch (event) {
      case StreamEvent.MessageStart e -> start(e, out);
      case StreamEvent.BlockStart e -> {
        out.writeNumberProperty("index", e.index());
        out.writeName("content_block");
        BlockWriter.write(e.block(), out);
      }
      case StreamEvent.BlockDelta e -> {
        out.writeNumberProperty("index", e.index());
        out.writeObjectPropertyStart("delta");
        delta(e.delta(), out);
        out.writeEndObject();
      }
      case StreamEvent.BlockStop e -> out.writeNumberProperty("index", e.index());
      case StreamEvent.MessageDelta e -> {
        out.writeObjectPropertyStart("delta");
        stop(e.stopReason(), e.stopSequence(), out);
        out.writeEndObject();
        usage(e.usage(), out);
      }
      case StreamEvent.MessageStop e -> {}
      case StreamEvent.Ping e -> {}
      case StreamEvent.Passed e -> throw new IllegalStateException("written above");
      case StreamEvent.Failed e -> throw new IllegalStateException("written above");
    }
    out.writeEndObject();
  }

  /** Writes a whole answer. */
  public static void write(MessageResponse message, JsonGenerator out) {
    out.writeStartObject();
    head(message.id(), message.model(), out);
    out.writeArrayPropertyStart("content");
    for (ContentBlock block : message.content()) {
      BlockWriter.write(block, out);
    }
    out.writeEndArray();
    stop(message.stopReason(), message.stopSequence(), out);
    usage(message.usage(), out);
    out.writeEndObject();
  }

  /** Writes the envelope of an error. */
  public static void error(ApiError error, String requestId, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "error");
    out.writeObjectPropertyStart("error");
    out.writeStringProperty("type", error.type().json());
    out.writeStringProperty("message", error.message());
    out.writeEndObject();
    out.writeStringProperty("request_id", requestId);
    out.writeEndObject();
  }

  private static void start(StreamEvent.MessageStart start, JsonGenerator out) {
    out.writeObjectPropertyStart("message");
    head(start.id(), start.model(), out);
    out.writeArrayPropertyStart("content");
    out.writeEndArray();
    out.writeNullProperty("stop_reason");
    out.writeNullProperty("stop_sequence");
    usage(start.usage(), out);
    out.writeEndObject();
  }

  private static void head(String id, String model, JsonGenerator out) {
    out.writeStringProperty("id", id);
    out.writeStringProperty("type", "message");
    out.writeStringProperty("role", "assistant");
    out.writeStringProperty("model", model);
  }

  private static void stop(StopReason reason, @Nullable String sequence, JsonGenerator out) {
    out.writeStringProperty("stop_reason", reason.json());
    if (sequence == null) {
      out.writeNullProperty("stop_sequence");
    } else {
      out.writeStringProperty("stop_sequence", sequence);
    }
  }

  private static void delta(StreamEvent.Delta delta, JsonGenerator out) {
    switch (delta) {
      case StreamEvent.Delta.Text d -> {
        out.writeStringProperty("type", "text_delta");
        out.writeStringProperty("text", d.text());
      }
      case StreamEvent.Delta.InputJson d -> {
        out.writeStringProperty("type", "input_json_delta");
        out.writeStringProperty("partial_json", d.partialJson());
      }
      case StreamEvent.Delta.Thinking d -> {
        out.writeStringProperty("type", "thinking_delta");
        out.writeStringProperty("thinking", d.thinking());
      }
      case StreamEvent.Delta.Signature d -> {
        out.writeStringProperty("type", "signature_delta");
        out.writeStringProperty("signature", d.signature());
      }
      case StreamEvent.Delta.Citation d -> {
        out.writeStringProperty("type", "citations_delta");
        raw("citation", d.citation(), out);
      }
    }
  }

  /**
   * The two figures every client's parser demands are written as 0 where nobody knows them; that
   * they are unknown stands in the usage record.
   */
  private static void usage(Usage usage, JsonGenerator out) {
    out.writeObjectPropertyStart("usage");
    out.writeNumberProperty("input_tokens", orZero(usage.input()));
    Long writes5m = usage.cacheWrite5m();
    Long writes1h = usage.cacheWrite1h();
    if (writes5m != null || writes1h != null) {
      out.writeNumberProperty("cache_creation_input_tokens", orZero(writes5m) + orZero(writes1h));
      out.writeObjectPropertyStart("cache_creation");
      out.writeNumberProperty("ephemeral_5m_input_tokens", orZero(writes5m));
      out.writeNumberProperty("ephemeral_1h_input_tokens", orZero(writes1h));
      out.writeEndObject();
    }
    if (usage.cacheRead() != null) {
      out.writeNumberProperty("cache_read_input_tokens", usage.cacheRead());
    }
    out.writeNumberProperty("output_tokens", orZero(usage.output()));
    if (usage.thinking() != null) {
      out.writeObjectPropertyStart("output_tokens_details");
      out.writeNumberProperty("thinking_tokens", usage.thinking());
      out.writeEndObject();
    }
    if (usage.searches() != null) {
      out.writeObjectPropertyStart("server_tool_use");
      out.writeNumberProperty("web_search_requests", usage.searches());
      // Official clients require it; this gateway fetches nothing.
      out.writeNumberProperty("web_fetch_requests", 0);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }

  private static void raw(String name, RawJson value, JsonGenerator out) {
    out.writeName(name);
    value.writeTo(out);
  }
}
