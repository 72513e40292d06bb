package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.messages.UnknownField;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Changes of a request, in its fields and in the bytes that some dialects pass on. */
final class RequestEdits {
  private RequestEdits() {}

  /** Says what text stands for a block; empty if it stays. */
  interface Placeholders {
    String of(String type, boolean pdf);
  }

  /** The request with other messages. */
  static MessagesRequest with(MessagesRequest from, List<Message> messages, RawJson body) {
    return new MessagesRequest(
        from.model(),
        from.maxTokens(),
        from.system(),
        messages,
        from.tools(),
        from.toolChoice(),
        from.thinking(),
        from.effort(),
        from.outputFormat(),
        from.stopSequences(),
        from.temperature(),
        from.topP(),
        from.topK(),
        from.userId(),
        from.serviceTier(),
        from.contextManagement(),
        from.stream(),
        from.unknown(),
        from.betas(),
        body);
  }

  /** The request without the fields at these paths. */
  static MessagesRequest without(
      MessagesRequest from, Set<String> paths, List<UnknownField> unknown, boolean parallel) {
    ToolChoice choice = from.toolChoice();
    if (choice != null && parallel) {
      choice = new ToolChoice(choice.mode(), choice.name(), false);
    }
    RawJson body = from.body();
    byte[] bytes =
        Json.bytes(
            body.length(),
            out -> {
              try (JsonParser in = body.parser()) {
                in.nextToken();
                copyWithout(in, out, "", paths, parallel);
              }
            });
    return new MessagesRequest(
        from.model(),
        kept(paths, "max_tokens", from.maxTokens()),
        from.system(),
        from.messages(),
        paths.contains("tools") ? List.of() : from.tools(),
        kept(paths, "tool_choice", choice),
        kept(paths, "thinking", from.thinking()),
        kept(paths, "output_config.effort", from.effort()),
        kept(paths, "output_config.format", from.outputFormat()),
        paths.contains("stop_sequences") ? List.of() : from.stopSequences(),
        kept(paths, "temperature", from.temperature()),
        kept(paths, "top_p", from.topP()),
        kept(paths, "top_k", from.topK()),
        kept(paths, "metadata", from.userId()),
        kept(paths, "service_tier", from.serviceTier()),
        kept(paths, "context_management", from.contextManagement()),
        from.stream(),
        unknown,
        from.betas(),
        new RawJson(bytes, 0, bytes.length));
  }

  private static <T> @Nullable T kept(Set<String> paths, String path, @Nullable T value) {
    return paths.contains(path) ? null : value;
  }

  /** Copies an object, and those in it two levels deep, without the fields at {@code paths}. */
  private static void copyWithout(
      JsonParser in, JsonGenerator out, String prefix, Set<String> paths, boolean parallel) {
    out.writeStartObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken value = in.nextToken();
      String path = prefix + name;
      if (paths.contains(path)
          || (parallel && path.equals("tool_choice.disable_parallel_tool_use"))) {
        in.skipChildren();
        continue;
      }
      out.writeName(name);
      if (prefix.isEmpty() && value == JsonToken.START_OBJECT) {
        copyWithout(in, out, name + ".", paths, parallel);
      } else {
        out.copyCurrentStructureExact(in);
      }
    }
    out.writeEndObject();
  }

  /** The same JSON with text blocks for the blocks that {@code placeholders} has a text for. */
  static RawJson withPlaceholders(RawJson json, Placeholders placeholders) {
    byte[] bytes =
        Json.bytes(
            json.length(),
            out -> {
              try (JsonParser in = json.parser()) {
                in.nextToken();
                copy(json, in, out, false, placeholders);
              }
            });
    return new RawJson(bytes, 0, bytes.length);
  }

  /** Copies the value at {@code in}; only in arrays named messages and content are blocks. */
  private static void copy(
      RawJson json, JsonParser in, JsonGenerator out, boolean block, Placeholders placeholders) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      out.copyCurrentStructureExact(in);
      return;
    }
    RawJson whole = json.slice(in);
    String text = block ? textFor(whole, placeholders) : "";
    if (!text.isEmpty()) {
      out.writeStartObject();
      out.writeStringProperty("type", "text");
      out.writeStringProperty("text", text);
      out.writeEndObject();
      return;
    }
    try (JsonParser inner = whole.parser()) {
      inner.nextToken();
      out.writeStartObject();
      for (String name = inner.nextName(); name != null; name = inner.nextName()) {
        JsonToken value = inner.nextToken();
        out.writeName(name);
        boolean content = name.equals("content");
        if (value == JsonToken.START_ARRAY && (content || name.equals("messages"))) {
          out.writeStartArray();
          while (inner.nextToken() != JsonToken.END_ARRAY) {
            copy(whole, inner, out, content, placeholders);
          }
          out.writeEndArray();
        } else {
          out.copyCurrentStructureExact(inner);
        }
      }
      out.writeEndObject();
    }
  }

  private static String textFor(RawJson block, Placeholders placeholders) {
    String type = "";
    boolean pdf = false;
    try (JsonParser in = block.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (name.equals("type") && value == JsonToken.VALUE_STRING) {
          type = in.getString();
        } else if (name.equals("source") && value == JsonToken.START_OBJECT) {
          for (String part = in.nextName(); part != null; part = in.nextName()) {
            JsonToken said = in.nextToken();
            if (said == JsonToken.VALUE_STRING
                && (part.equals("media_type") || part.equals("type"))) {
              String text = in.getString();
              pdf |= text.equals("application/pdf") || text.equals("url");
            }
            in.skipChildren();
          }
        } else {
          in.skipChildren();
        }
      }
    }
    return placeholders.of(type, pdf);
  }
}
