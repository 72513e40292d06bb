package dev.dragoman.provider.converse;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolSet;
import java.util.ArrayList;
import java.util.List;
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
  private final Encoding encoding;
  private final Provenance provenance;
  private final MessagesRequest request;

  ConverseRequest(Encoding encoding, Provenance provenance) {
    this.encoding = encoding;
    this.provenance = provenance;
    this.request = encoding.request();
  }

  byte[] body() {
    encoding.refuseWhatCannotBeLeftOut();
    return Json.bytes(request.body().length() + 1024, this::write);
  }

  private void write(JsonGenerator out) {
    ConverseModel model = ConverseModel.of(encoding.target());
    ToolSet tools = ToolSet.of(request, encoding.notes());
    List<String> instructions = new ArrayList<>();
    out.writeStartObject();
    inference(out);
    leaveOut();
    RawJson guardrail = encoding.target().settings().get("guardrailConfig");
    if (guardrail != null) {
      out.writeName("guardrailConfig");
      guardrail.writeTo(out);
    }
    new ConverseTools(encoding, tools, model).write(instructions, out);
    if (request.outputFormat() != null) {
      encoding.notes().add("output_config.format", "schema given in words, not enforced");
      instructions.add(
          "Answer with a JSON object that matches this JSON Schema, and with nothing else: "
              + request.outputFormat().schema());
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
    if (request.temperature() != null) {
      out.writeNumberProperty("temperature", request.temperature());
    }
    if (request.topP() != null) {
      out.writeNumberProperty("topP", request.topP());
    }
    if (!request.stopSequences().isEmpty()) {
      out.writeArrayPropertyStart("stopSequences");
      request.stopSequences().forEach(out::writeString);
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void leaveOut() {
    if (request.topK() != null) {
      encoding.leaveOut("top_k");
    }
    if (request.serviceTier() != null && !request.serviceTier().equals("auto")) {
      encoding.leaveOut("service_tier");
    }
    if (request.userId() != null) {
      encoding.notes().add("metadata.user_id", "not forwarded");
    }
    if (request.contextManagement() != null) {
      encoding.notes().add("context_management", "left out");
    }
    boolean asked =
        request.thinking() != null && !(request.thinking() instanceof ThinkingConfig.Disabled);
    if (asked || request.effort() != null) {
      encoding.notes().add("thinking", "the model cannot be told how long to think, left out");
    }
  }
}
