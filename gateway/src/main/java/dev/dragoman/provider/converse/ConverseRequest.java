package dev.dragoman.provider.converse;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.OutputFormat;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.converse.ConverseModel.Feature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a request as the body of a ConverseStream call: settings first, then tools, system and
 * messages, so that the body of a session grows at its end.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">
 *     ConverseStream</a>
 */
final class ConverseRequest {
  /** Settings of a deployment that are fields of the request, as LiteLLM spells them. */
  private static final List<String> SETTINGS =
      List.of("guardrailConfig", "performanceConfig", "requestMetadata", "serviceTier");

  private final Encoding encoding;
  private final Provenance provenance;
  private final MessagesRequest request;
  private final ConverseModel model;
  private boolean streamed = true;

  ConverseRequest(Encoding encoding, Provenance provenance) {
    this.encoding = encoding;
    this.provenance = provenance;
    this.request = encoding.request();
    this.model = ConverseModel.of(encoding.target());
  }

  byte[] body() {
    encoding.refuseWhatCannotBeLeftOut();
    return Json.bytes(request.body().length() + 1024, this::write);
  }

  /** Whether the answer can be a stream, once the body is written. */
  boolean streamed() {
    return streamed;
  }

  private void write(JsonGenerator out) {
    ToolSet tools = ToolSet.of(request, encoding.notes());
    ConverseTools declared = new ConverseTools(encoding, tools, model);
    List<String> instructions = new ArrayList<>();
    out.writeStartObject();
    inference(out);
    new ConverseFields(encoding, model, provenance).write(declared.any(), out);
    leaveOut();
    for (String setting : SETTINGS) {
      RawJson value = encoding.target().settings().get(setting);
      if (value != null) {
        out.writeName(setting);
        value.writeTo(out);
      }
    }
    format(instructions, out);
    declared.write(instructions, out);
    if (declared.any() && !model.has(Feature.STREAMED_TOOLS)) {
      encoding.notes().add("stream", "the model cannot stream where it has tools, answers whole");
      streamed = false;
    }
    new ConverseMessages(encoding, tools, model, provenance).write(instructions, out);
    out.writeEndObject();
  }

  private void inference(JsonGenerator out) {
    out.writeObjectPropertyStart("inferenceConfig");
    Integer maxTokens = encoding.maxTokens();
    if (maxTokens != null) {
      out.writeNumberProperty("maxTokens", maxTokens);
    }
    sampling("temperature", "temperature", request.temperature(), out);
    sampling("top_p", "topP", request.topP(), out);
    if (!request.stopSequences().isEmpty()) {
      out.writeArrayPropertyStart("stopSequences");
      request.stopSequences().forEach(out::writeString);
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void sampling(String field, String name, @Nullable Double value, JsonGenerator out) {
    if (value == null) {
      return;
    }
    if (model.has(Feature.SAMPLING)) {
      out.writeNumberProperty(name, value);
    } else {
      encoding.notes().add(field, "not supported by the model, left out");
    }
  }

  /**
   * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html">
   *     Structured outputs, and the models that have them</a>
   */
  private void format(List<String> instructions, JsonGenerator out) {
    OutputFormat format = request.outputFormat();
    if (format == null) {
      return;
    }
    if (!model.has(Feature.SCHEMAS)) {
      encoding.notes().add("output_config.format", "schema given in words, not enforced");
      instructions.add(
          "Answer with a JSON object that matches this JSON Schema, and with nothing else: "
              + format.schema());
      return;
    }
    out.writeObjectPropertyStart("outputConfig");
    out.writeObjectPropertyStart("textFormat");
    out.writeStringProperty("type", "json_schema");
    out.writeObjectPropertyStart("structure");
    out.writeObjectPropertyStart("jsonSchema");
    out.writeStringProperty("schema", format.schema().toString());
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }

  private void leaveOut() {
    if (request.serviceTier() != null && !request.serviceTier().equals("auto")) {
      encoding.leaveOut("service_tier");
    }
    if (request.userId() != null) {
      encoding.notes().add("metadata.user_id", "not forwarded");
    }
    if (request.contextManagement() != null) {
      encoding.notes().add("context_management", "left out");
    }
  }
}
