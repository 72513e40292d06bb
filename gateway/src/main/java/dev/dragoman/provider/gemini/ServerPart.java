package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A call of a tool of Google's own, or its response, where functions stand beside it: both are
 * wanted back as they came. Clients know no such block, so it travels as a signature does; unlike
 * one, it is a JSON object.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/tool-combination">Tool combination: "return
 *     all parts, including toolCall, toolResponse and their thoughtSignature"</a>
 * @param field {@code toolCall} or {@code toolResponse}
 * @param json its value
 */
record ServerPart(String field, String json) {
  private static final Set<String> FIELDS = Set.of("toolCall", "toolResponse", "thoughtSignature");

  /** The part, with its own signature, as one signature. */
  String signed(@Nullable String signature) {
    return Json.text(out -> {
      out.writeStartObject();
      out.writeName(field);
      RawJson.of(json).writeTo(out);
      if (signature != null) {
        out.writeStringProperty("thoughtSignature", signature);
      }
      out.writeEndObject();
    });
  }

  /** Writes the part again. It came from the client, so it is read, and only its own is written. */
  static void write(String signature, JsonGenerator out) {
    out.writeStartObject();
    try (JsonParser in = RawJson.of(signature).parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (FIELDS.contains(name) && value != null) {
          out.writeName(name);
          out.copyCurrentStructureExact(in);
        } else {
          in.skipChildren();
        }
      }
    }
    out.writeEndObject();
  }

  /** Whether a signature is such a part, whole. */
  static boolean is(String signature) {
    if (!signature.startsWith("{")) {
      return false;
    }
    try (JsonParser in = RawJson.of(signature).parser()) {
      in.nextToken();
      in.skipChildren();
      return in.nextToken() == null;
    } catch (JacksonException broken) {
      return false;
    }
  }
}
