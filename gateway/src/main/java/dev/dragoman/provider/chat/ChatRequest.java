package dev.dragoman.provider.chat;

import dev.dragoman.json.Json;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.OutputFormat;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.StopSequences;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a request as the body of a Chat Completions call.
 *
 * <p>What can change from one request of a session to the next stands where it does not hurt:
 * settings first, then tools, then messages, so that the body grows at its end and the provider's
 * prompt cache hits.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">Create chat
 *     completion</a>
 */
final class ChatRequest {
  private final Encoding encoding;
  private final MessagesRequest request;
  private final Dialect dialect;
  private final Provenance provenance;
  private final Notes notes;

  ChatRequest(Encoding encoding, Dialect dialect, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.dialect = dialect;
    this.provenance = provenance;
    this.notes = encoding.notes();
  }

  /** The body. */
  byte[] body() {
    encoding.refuseWhatCannotBeLeftOut();
    return Json.bytes(request.body().length() + 1024, this::write);
  }

  private void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("model", encoding.target().upstreamModel());
    out.writeBooleanProperty("stream", true);
    if (!dialect.has(Feature.USAGE_UNASKED)) {
      out.writeObjectPropertyStart("stream_options");
      out.writeBooleanProperty("include_usage", true);
      out.writeEndObject();
    }
    if (dialect.has(Feature.REASONING_SPLIT)) {
      out.writeBooleanProperty("reasoning_split", true);
    }
    tokenLimit(out);
    sampling(out);
    stops(out);
    new ChatEffort(encoding, dialect).write(out);
    serviceTier(out);
    session(out);
    if (request.contextManagement() != null) {
      notes.add("context_management", "left out");
    }
    OutputFormat format = request.outputFormat();
    String inWords = format == null ? null : responseFormat(format, out);
    ToolSet tools = ToolSet.of(request, notes);
    new ChatTools(encoding, dialect, tools).write(out);
    new ChatHistory(encoding, dialect, tools, provenance).write(inWords, out);
    out.writeEndObject();
  }

  private void tokenLimit(JsonGenerator out) {
    Integer limit = encoding.maxTokens();
    if (limit != null) {
      // OpenAI's models that reason know only the newer field, wherever they are served.
      boolean newer = encoding.facts().reasons() && dialect.has(Feature.STRICT_REASONING);
      Dialect.TokenLimit field =
          newer ? Dialect.TokenLimit.MAX_COMPLETION_TOKENS : dialect.tokenLimit();
      out.writeNumberProperty(field.field(), limit);
    }
  }

  private void sampling(JsonGenerator out) {
    sampling("temperature", request.temperature(), out);
    sampling("top_p", request.topP(), out);
    Integer topK = request.topK();
    if (topK != null) {
      if (dialect.has(Feature.TOP_K)) {
        out.writeNumberProperty("top_k", topK);
      } else {
        encoding.leaveOut("top_k");
      }
    }
  }

  private void sampling(String field, @Nullable Double value, JsonGenerator out) {
    if (value == null) {
      return;
    }
    if (!encoding.facts().reasons() || !dialect.has(Feature.FIXED_SAMPLING)) {
      out.writeNumberProperty(field, value);
    } else if (value != 1) {
      notes.add(field, "not supported by " + encoding.target().upstreamModel() + ", left out");
    }
  }

  private void stops(JsonGenerator out) {
    List<String> stops = request.stopSequences();
    if (stops.isEmpty()) {
      return;
    }
    boolean untaken = encoding.facts().reasons() && dialect.has(Feature.REASONING_WITHOUT_STOP);
    int taken = untaken ? 0 : Math.min(stops.size(), dialect.line().stops());
    if (taken < stops.size()) {
      notes.add("stop_sequences", StopSequences.CUT);
    }
    if (taken == 0) {
      return;
    }
    out.writeArrayPropertyStart("stop");
    stops.subList(0, taken).forEach(out::writeString);
    out.writeEndArray();
  }

  private void serviceTier(JsonGenerator out) {
    String tier = request.serviceTier();
    if (tier == null || tier.equals("auto")) {
      return;
    }
    if (tier.equals("standard_only") && dialect.has(Feature.PROMPT_CACHE_KEY)) {
      out.writeStringProperty("service_tier", "default");
    } else {
      encoding.leaveOut("service_tier");
    }
  }

  /** Keeps a session's requests on one cache. */
  private void session(JsonGenerator out) {
    String session = encoding.session();
    if (session != null && dialect.has(Feature.PROMPT_CACHE_KEY)) {
      out.writeStringProperty("prompt_cache_key", session);
    }
  }

  /** Writes the format, or returns the words that ask for it. */
  private @Nullable String responseFormat(OutputFormat format, JsonGenerator out) {
    out.writeObjectPropertyStart("response_format");
    String inWords = null;
    if (dialect.has(Feature.JSON_SCHEMA)) {
      // Not strict: that would want every property required, which the schema may not say.
      out.writeStringProperty("type", "json_schema");
      out.writeObjectPropertyStart("json_schema");
      out.writeStringProperty("name", "answer");
      out.writeName("schema");
      format.schema().writeTo(out);
      out.writeEndObject();
    } else {
      out.writeStringProperty("type", "json_object");
      notes.add("output_config.format", "schema given in words, JSON enforced");
      inWords = "Answer with a JSON object that matches this JSON Schema: " + format.schema();
    }
    out.writeEndObject();
    return inWords;
  }
}
