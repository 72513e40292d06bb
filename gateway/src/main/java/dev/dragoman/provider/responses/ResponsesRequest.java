package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.OutputFormat;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ProviderLine;
import dev.dragoman.provider.StopSequences;
import dev.dragoman.provider.StrictSchema;
import dev.dragoman.provider.ToolSchema;
import dev.dragoman.provider.ToolSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a request as the body of a Responses call: settings first, then tools, then the input, so
 * that the body grows at its end and the provider's prompt cache hits.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">Create a model
 *     response</a>
 */
final class ResponsesRequest {
  /** "integer below minimum value. Expected a value >= 16". */
  private static final int LEAST_TOKENS = 16;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final Provenance provenance;
  private final boolean reasons;

  ResponsesRequest(Encoding encoding, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.provenance = provenance;
    this.reasons = encoding.facts().reasons();
  }

  /** The body. */
  byte[] body() {
    encoding.refuseWhatCannotBeLeftOut();
    return Json.bytes(request.body().length() + 1024, this::write);
  }

  /** The body of the request that counts its input's tokens. */
  byte[] countingBody() {
    encoding.refuseWhatCannotBeLeftOut();
    return Json.bytes(
        request.body().length() + 1024,
        out -> {
          ToolSet set = ToolSet.of(request, encoding.notes());
          ResponsesTools tools = new ResponsesTools(encoding, set);
          out.writeStartObject();
          out.writeStringProperty("model", encoding.target().upstreamModel());
          var unused = ResponsesEffort.write(encoding, tools.search(), out);
          format(request.outputFormat(), out);
          tools.writeList(out);
          new ResponsesInput(encoding, set, provenance).write(out);
          out.writeEndObject();
        });
  }

  private void write(JsonGenerator out) {
    ToolSet set = ToolSet.of(request, encoding.notes());
    ResponsesTools tools = new ResponsesTools(encoding, set);
    out.writeStartObject();
    out.writeStringProperty("model", encoding.target().upstreamModel());
    out.writeBooleanProperty("stream", true);
    // Nothing is kept there: the conversation is the client's, and comes whole each time.
    out.writeBooleanProperty("store", false);
    include(tools.search(), out);
    maxTokens(encoding.maxTokens(), out);
    String effort = ResponsesEffort.write(encoding, tools.search(), out);
    boolean sampled = !reasons || "none".equals(effort);
    sampling("temperature", request.temperature(), sampled, out);
    sampling("top_p", request.topP(), sampled, out);
    serviceTier(out);
    String session = encoding.session();
    if (session != null) {
      out.writeStringProperty("prompt_cache_key", session);
    }
    format(request.outputFormat(), out);
    noteTheRest();
    tools.write(out);
    new ResponsesInput(encoding, set, provenance).write(out);
    out.writeEndObject();
  }

  private void include(boolean search, JsonGenerator out) {
    boolean sources = search && !saysSourcesUnasked();
    if (!reasons && !sources) {
      return;
    }
    out.writeArrayPropertyStart("include");
    if (reasons) {
      out.writeString("reasoning.encrypted_content");
    }
    if (sources) {
      out.writeString("web_search_call.action.sources");
    }
    out.writeEndArray();
  }

  /** Others than OpenAI that search by this API cite what they found, and know no such wish. */
  private boolean saysSourcesUnasked() {
    ProviderLine line = ProviderLine.find(encoding.provider());
    return line != null && "responses".equals(line.search());
  }

  private void maxTokens(@Nullable Integer tokens, JsonGenerator out) {
    if (tokens == null) {
      return;
    }
    if (tokens < LEAST_TOKENS) {
      encoding.notes().add("max_tokens", "raised to " + LEAST_TOKENS + ", the least that is taken");
    }
    out.writeNumberProperty("max_output_tokens", Math.max(tokens, LEAST_TOKENS));
  }

  /** Models refuse to be told while they reason, even what is the default. */
  private void sampling(String field, @Nullable Double value, boolean sampled, JsonGenerator out) {
    if (value == null) {
      return;
    }
    if (sampled) {
      out.writeNumberProperty(field, value);
    } else if (value != 1) {
      encoding
          .notes()
          .add(field, "not supported by " + encoding.target().upstreamModel() + ", left out");
    }
  }

  private void serviceTier(JsonGenerator out) {
    String tier = request.serviceTier();
    if (tier == null || tier.equals("auto")) {
      return;
    }
    if (tier.equals("standard_only")) {
      out.writeStringProperty("service_tier", "default");
    } else {
      encoding.leaveOut("service_tier");
    }
  }

  private void format(@Nullable OutputFormat format, JsonGenerator out) {
    if (format == null) {
      return;
    }
    out.writeObjectPropertyStart("text");
    out.writeObjectPropertyStart("format");
    out.writeStringProperty("type", "json_schema");
    out.writeStringProperty("name", "answer");
    out.writeName("schema");
    boolean strict = StrictSchema.holds(format.schema());
    if (ToolSchema.write(format.schema(), out)) {
      encoding
          .notes()
          .add("output_config.format", "alternatives at the top are not supported, left out");
    }
    if (!strict) {
      encoding.notes().add("output_config.format", "the schema has more than is enforced, a hint");
    }
    out.writeBooleanProperty("strict", strict);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void noteTheRest() {
    if (request.topK() != null) {
      encoding.leaveOut("top_k");
    }
    if (!request.stopSequences().isEmpty()) {
      encoding.notes().add("stop_sequences", StopSequences.CUT);
    }
    if (request.contextManagement() != null) {
      encoding.notes().add("context_management", "left out");
    }
  }
}
