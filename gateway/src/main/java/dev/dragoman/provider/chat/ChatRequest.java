package dev.dragoman.provider.chat;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.OutputFormat;
import dev.dragoman.messages.UnknownField;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Sha256;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.List;
import java.util.Set;
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
  /** Fields that change what a request means, so that leaving one out would not be the same. */
  private static final Set<String> REFUSED = Set.of("safeguards", "mcp_servers", "container");

  private final MessagesRequest request;
  private final Deployment target;
  private final Dialect dialect;
  private final ModelFacts facts;
  private final Notes notes;
  private final boolean strictReasoning;

  ChatRequest(
      MessagesRequest request, Deployment target, Dialect dialect, ModelFacts facts, Notes notes) {
    this.request = request;
    this.target = target;
    this.dialect = dialect;
    this.facts = facts;
    this.notes = notes;
    this.strictReasoning = facts.reasons() && dialect.has(Feature.STRICT_REASONING);
  }

  /** The body. */
  byte[] body() {
    refuseWhatCannotBeLeftOut();
    return Json.bytes(request.body().length() + 1024, this::write);
  }

  private void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("model", target.upstreamModel());
    out.writeBooleanProperty("stream", true);
    out.writeObjectPropertyStart("stream_options");
    out.writeBooleanProperty("include_usage", true);
    out.writeEndObject();
    tokenLimit(out);
    sampling(out);
    stops(out);
    new ChatEffort(request, target.upstreamModel(), dialect, facts, notes).write(out);
    serviceTier(out);
    session(out);
    if (request.contextManagement() != null) {
      notes.add("context_management", "left out");
    }
    OutputFormat format = request.outputFormat();
    String inWords = format == null ? null : responseFormat(format, out);
    new ChatTools(request, dialect, facts, notes).write(out);
    new ChatHistory(request, dialect, notes).write(inWords, out);
    out.writeEndObject();
  }

  private void tokenLimit(JsonGenerator out) {
    Integer asked = request.maxTokens();
    if (asked == null) {
      return;
    }
    Integer cap =
        target.maxOutputTokens() != null ? target.maxOutputTokens() : facts.maxOutputTokens();
    int limit = cap == null ? asked : Math.min(asked, cap);
    if (limit < asked) {
      notes.add("max_tokens", "clamped to the model's " + limit);
    }
    boolean newer = facts.reasons() && dialect.name().equals("openai");
    out.writeNumberProperty(
        newer ? Dialect.TokenLimit.MAX_COMPLETION_TOKENS.field : dialect.tokenLimit().field, limit);
  }

  private void sampling(JsonGenerator out) {
    sampling("temperature", request.temperature(), out);
    sampling("top_p", request.topP(), out);
    Integer topK = request.topK();
    if (topK != null) {
      if (dialect.has(Feature.TOP_K)) {
        out.writeNumberProperty("top_k", topK);
      } else {
        leaveOut("top_k");
      }
    }
  }

  private void sampling(String field, @Nullable Double value, JsonGenerator out) {
    if (value == null) {
      return;
    }
    if (strictReasoning) {
      if (value != 1) {
        leaveOut(field);
      }
      return;
    }
    out.writeNumberProperty(field, value);
  }

  private void stops(JsonGenerator out) {
    List<String> stops = request.stopSequences();
    if (stops.isEmpty()) {
      return;
    }
    if (strictReasoning) {
      leaveOut("stop_sequences");
      return;
    }
    if (stops.size() > dialect.maxStops()) {
      throw ApiException.invalid(
          "stop_sequences", dialect.name() + " takes " + dialect.maxStops() + " at most");
    }
    out.writeArrayPropertyStart("stop");
    stops.forEach(out::writeString);
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
      leaveOut("service_tier");
    }
  }

  /** A user's id is nobody else's business; its hash keeps a session's requests on one cache. */
  private void session(JsonGenerator out) {
    String user = request.userId();
    if (user == null) {
      return;
    }
    if (dialect.has(Feature.PROMPT_CACHE_KEY)) {
      out.writeStringProperty("prompt_cache_key", Sha256.hex(user).substring(0, 32));
    }
    notes.add("metadata.user_id", "not forwarded");
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

  private void refuseWhatCannotBeLeftOut() {
    for (UnknownField field : request.unknown()) {
      if (REFUSED.contains(field.path())) {
        throw ApiException.invalid(
            field.path(), field.path() + " is not supported by " + dialect.name());
      }
      notes.add(generic(field.path()), "not known, left out");
    }
  }

  /** Without indexes, so that a field that stands in every message is one note. */
  private static String generic(String path) {
    return path.replaceAll("\\.\\d+(?=\\.|$)", "");
  }

  private void leaveOut(String field) {
    notes.add(
        field,
        "not supported by "
            + (strictReasoning ? target.upstreamModel() : dialect.name())
            + ", left out");
  }
}
