package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.provider.Deltas;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the parts of an answer. A call comes whole in one; a signature is of what came before it,
 * and of the part that it stands on.
 *
 * @see <a href="https://ai.google.dev/api/caching#Part">Part</a>
 */
final class GeminiPieces {
  private final GeminiNames names;
  private int calls;

  GeminiPieces(GeminiNames names) {
    this.names = names;
  }

  /** A call, while its part is read. */
  private record Call(@Nullable String id, @Nullable String name, String arguments) {}

  /** Reads the part that {@code in} stands on. */
  void read(JsonParser in, Deltas out) {
    String text = null;
    String signature = null;
    ServerPart server = null;
    boolean thought = false;
    Call call = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "text" -> text = string(in);
        case "thought" -> thought = token == JsonToken.VALUE_TRUE;
        case "thoughtSignature" -> signature = string(in);
        case "functionCall" -> call = call(in);
        case "toolCall", "toolResponse" -> server = new ServerPart(name, copy(in));
        case "inlineData", "fileData", "executableCode", "codeExecutionResult" -> {
          out.note("content", name + " from the model left out");
          in.skipChildren();
        }
        default -> in.skipChildren();
      }
    }
    if (thought) {
      out.thinking(text == null ? "" : text);
      text = null;
    }
    if (server != null) {
      out.signature(server.signed(signature));
    } else if (signature != null && !signature.isEmpty()) {
      out.signature(signature);
    }
    if (text != null) {
      out.text(text);
    }
    if (call != null) {
      int slot = calls++;
      out.toolCall(slot, call.id(), call.name() == null ? null : names.toClient(call.name()));
      out.toolArguments(slot, call.arguments());
    }
  }

  private static Call call(JsonParser in) {
    String id = null;
    String tool = null;
    String arguments = "{}";
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "id" -> id = string(in);
        case "name" -> tool = string(in);
        case "args" -> {
          if (token == JsonToken.START_OBJECT) {
            arguments = copy(in);
          } else {
            in.skipChildren();
          }
        }
        default -> in.skipChildren();
      }
    }
    return new Call(id, tool, arguments);
  }

  private static String copy(JsonParser in) {
    return Json.text(json -> json.copyCurrentStructureExact(in));
  }

  /** The string that {@code in} stands on; null for anything else, which is passed over. */
  static @Nullable String string(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    in.skipChildren();
    return null;
  }
}
