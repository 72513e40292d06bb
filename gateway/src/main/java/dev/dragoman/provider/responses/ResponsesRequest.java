package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.OutputFormat;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ProviderLine;
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

  private void write(JsonGenerator out) {
    ToolSet set = ToolSet.of(request, encoding.notes());
    ResponsesTools tools = new ResponsesTools(encoding, set);
    out.writeStartObject();
    out.writeStringProperty("model", encoding.target().upstreamModel());
    out.writeBooleanProperty("stream", true);
    // Nothing is kept there: the conversation is the client's, and comes whole each time.
    out.writeBooleanProperty("store", false);
    include(tools.search(), out);
    Integer maxTokens = encoding.maxTokens();
    if (maxTokens != null) {
      out.writeNumberProperty("max_output_tokens", maxTokens);
    }
    sampling("temperature", request.temperature(), out);
    sampling("top_p", request.topP(), out);
    new ResponsesEffort(encoding).write(out);
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

  /** Models that reason refuse to be told, even what is the default. */
  private void sampling(String field, @Nullable Double value, JsonGenerator out) {
    if (value == null) {
      return;
    }
    if (!reasons) {
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

  private static void format(@Nullable OutputFormat format, JsonGenerator out) {
    if (format == null) {
      return;
    }
    out.writeObjectPropertyStart("text");
    out.writeObjectPropertyStart("format");
    out.writeStringProperty("type", "json_schema");
    out.writeStringProperty("name", "answer");
    out.writeName("schema");
    format.schema().writeTo(out);
    // Strict would want every property required, which the schema may not say.
    out.writeBooleanProperty("strict", false);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void noteTheRest() {
    if (request.topK() != null) {
      encoding.leaveOut("top_k");
    }
    if (!request.stopSequences().isEmpty()) {
      encoding.leaveOut("stop_sequences");
    }
    if (request.contextManagement() != null) {
      encoding.notes().add("context_management", "left out");
    }
  }
}
