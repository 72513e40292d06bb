package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.OutputFormat;
import dev.dragoman.provider.BillingHeader;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a request as the body of a {@code generateContent} call: settings, tools, the system's
 * instruction, and the contents last, so that the body of a session grows at its end.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">Generating content</a>
 */
final class GeminiRequest {

  private static final int MAX_STOPS = 5;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final GeminiModel model;
  private final Provenance provenance;
  private final ToolSet tools;

  GeminiRequest(Encoding encoding, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.model = GeminiModel.of(encoding.target());
    this.provenance = provenance;
    this.tools = ToolSet.of(request, encoding.notes());
  }

  /** The body of a call that generates. */
  byte[] body() {
    return Json.bytes(
        request.body().length() + 1024,
        out -> {
          out.writeStartObject();
          write(true, out);
          out.writeEndObject();
        });
  }

  /** The body of a call that counts: Vertex wants the parts of a request, AI Studio a whole one. */
  byte[] countingBody() {
    return Json.bytes(
        request.body().length() + 1024,
        out -> {
          out.writeStartObject();
          if (model.onVertex()) {
            write(false, out);
          } else {
            out.writeObjectPropertyStart("generateContentRequest");
            out.writeStringProperty("model", "models/" + encoding.target().upstreamModel());
            write(true, out);
            out.writeEndObject();
          }
          out.writeEndObject();
        });
  }

  private void write(boolean settings, JsonGenerator out) {
    encoding.refuseWhatCannotBeLeftOut();
    String inWords = schemaInWords();
    if (settings) {
      generationConfig(inWords == null, out);
    }
    GeminiTools declared = new GeminiTools(encoding, tools, model);
    declared.write(settings, out);
    leaveOut();
    system(inWords, out);
    new GeminiContents(encoding, model, provenance, tools).write(out);
  }

  private void leaveOut() {
    encoding.session();
    String tier = request.serviceTier();
    if (tier != null && !tier.equals("auto")) {
      encoding.leaveOut("service_tier");
    }
    if (request.contextManagement() != null) {
      encoding.leaveOut("context_management");
    }
  }

  private void generationConfig(boolean withSchema, JsonGenerator out) {
    out.writeObjectPropertyStart("generationConfig");
    Integer limit = encoding.maxTokens();
    if (limit != null) {
      out.writeNumberProperty("maxOutputTokens", limit);
    }
    sampling(out);
    stops(out);
    new GeminiThinking(encoding, model).write(out);
    OutputFormat format = request.outputFormat();
    if (format != null && withSchema) {
      out.writeStringProperty("responseMimeType", "application/json");
      out.writeName("responseJsonSchema");
      GeminiSchema.write(format.schema(), out);
    }
    out.writeEndObject();
  }

  private void sampling(JsonGenerator out) {
    boolean asked = request.temperature() != null || request.topP() != null;
    if (!model.takesSampling()) {
      if (asked || request.topK() != null) {
        encoding.notes().add("temperature", "the model samples in its own way, left out");
      }
      return;
    }
    if (request.temperature() != null) {
      out.writeNumberProperty("temperature", request.temperature());
    }
    if (request.topP() != null) {
      out.writeNumberProperty("topP", request.topP());
    }
    if (request.topK() != null) {
      out.writeNumberProperty("topK", request.topK());
    }
  }

  private void stops(JsonGenerator out) {
    List<String> stops = request.stopSequences();
    if (stops.isEmpty()) {
      return;
    }
    if (stops.size() > MAX_STOPS) {
      throw ApiException.invalid(
          "stop_sequences", encoding.provider() + " takes " + MAX_STOPS + " at most");
    }
    out.writeArrayPropertyStart("stopSequences");
    stops.forEach(out::writeString);
    out.writeEndArray();
    encoding.notes().add("stop_sequences", "one that is met reads as end_turn, it is not said");
  }

  /** Before Gemini 3, a model with functions cannot be held to a form of answer. */
  private @Nullable String schemaInWords() {
    OutputFormat format = request.outputFormat();
    if (format == null || model.isThird() || tools.declared().isEmpty()) {
      return null;
    }
    encoding.notes().add("output_config.format", "schema given in words, not enforced");
    return "Answer with a JSON object that matches this JSON Schema: " + format.schema();
  }

  private void system(@Nullable String instruction, JsonGenerator out) {
    List<String> texts = new ArrayList<>();
    for (ContentBlock.Text block : request.system()) {
      if (block.cacheControl() != null) {
        encoding.notes().add("cache_control", "left to the provider's own caching");
      }
      if (!block.text().isEmpty() && !BillingHeader.is(block)) {
        texts.add(block.text());
      }
    }
    if (instruction != null) {
      texts.add(instruction);
    }
    if (texts.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("systemInstruction");
    out.writeArrayPropertyStart("parts");
    for (String text : texts) {
      out.writeStartObject();
      out.writeStringProperty("text", text);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
