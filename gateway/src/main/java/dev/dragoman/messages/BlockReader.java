package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads content blocks. Each method stands on a block's first token, and ends on its last. */
final class BlockReader {
  private final Fields in;

  BlockReader(Fields in) {
    this.in = in;
  }

  /** A string, or blocks. */
  List<ContentBlock> content() {
    if (in.is(JsonToken.VALUE_STRING)) {
      return List.of(new ContentBlock.Text(in.text()));
    }
    if (!in.is(JsonToken.START_ARRAY)) {
      throw in.fault("must be a string or an array of content blocks");
    }
    return in.array(this::block);
  }

  /**
   * One block. Nearly all say their type first, or behind the {@code tool_use_id} of a result, and
   * are read on the way; one that does not is read again from its start.
   */
  ContentBlock block() {
    if (!in.is(JsonToken.START_OBJECT)) {
      throw in.fault("must be a content block");
    }
    int start = in.offset();
    String first = in.next();
    if ("type".equals(first)) {
      return body(in.text(), start);
    }
    if ("tool_use_id".equals(first)) {
      String id = in.text();
      String second = in.next();
      if ("type".equals(second)) {
        String type = in.text();
        return type.equals("tool_result") ? toolResult(id) : again(type, start);
      }
      return typeLater(start, second);
    }
    return typeLater(start, first);
  }

  private ContentBlock typeLater(int start, @Nullable String first) {
    String name = first;
    while (name != null && !name.equals("type")) {
      in.skip();
      name = in.next();
    }
    if (name == null) {
      throw in.fault("type", "is required");
    }
    String type = in.text();
    return again(type, start);
  }

  private ContentBlock again(String type, int start) {
    RawJson whole = in.rest(start);
    return new BlockReader(in.again(start, whole)).body(type, start);
  }

  private ContentBlock body(String type, int start) {
    return switch (type) {
      case "text" -> text();
      case "image" -> image();
      case "document" -> document();
      case "tool_use" -> toolUse();
      case "tool_result" -> toolResult(null);
      case "thinking" -> thinking();
      case "redacted_thinking" -> new ContentBlock.RedactedThinking(only("data"));
      case "server_tool_use" -> serverToolUse();
      case "tool_reference" -> new ContentBlock.ToolReference(only("tool_name"));
      default ->
          type.endsWith("_tool_result")
              ? serverToolResult(type)
              : new ContentBlock.Unknown(type, in.rest(start));
    };
  }

  private ContentBlock.Text text() {
    String text = null;
    RawJson citations = null;
    CacheControl cache = null;
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "text" -> text = in.text();
        case "citations" -> citations = in.isNull() ? null : in.raw();
        case "cache_control" -> cache = cacheControl();
        default -> other(name);
      }
    }
    return new ContentBlock.Text(in.required("text", text), citations, cache);
  }

  private ContentBlock.Image image() {
    Source source = null;
    CacheControl cache = null;
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "source" -> source = source();
        case "cache_control" -> cache = cacheControl();
        default -> other(name);
      }
    }
    return new ContentBlock.Image(in.required("source", source), cache);
  }

  private ContentBlock.Document document() {
    Source source = null;
    String title = null;
    String context = null;
    boolean citations = false;
    CacheControl cache = null;
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "source" -> source = source();
        case "title" -> title = in.isNull() ? null : in.text();
        case "context" -> context = in.isNull() ? null : in.text();
        case "citations" -> citations = enabled();
        case "cache_control" -> cache = cacheControl();
        default -> other(name);
      }
    }
    return new ContentBlock.Document(
        in.required("source", source), title, context, citations, cache);
  }

  private ContentBlock.ToolUse toolUse() {
    String id = null;
    String tool = null;
    RawJson input = null;
    CacheControl cache = null;
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "id" -> id = in.text();
        case "name" -> tool = in.text();
        case "input" -> input = in.rawObject();
        case "cache_control" -> cache = cacheControl();
        default -> other(name);
      }
    }
    return new ContentBlock.ToolUse(
        in.required("id", id), in.required("name", tool), in.required("input", input), cache);
  }

  private ContentBlock.ToolResult toolResult(@Nullable String before) {
    String id = before;
    List<ContentBlock> content = List.of();
    boolean isError = false;
    CacheControl cache = null;
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "tool_use_id" -> id = in.text();
        case "content" -> content = in.isNull() ? List.of() : content();
        case "is_error" -> isError = !in.isNull() && in.flag();
        case "cache_control" -> cache = cacheControl();
        default -> other(name);
      }
    }
    return new ContentBlock.ToolResult(in.required("tool_use_id", id), content, isError, cache);
  }

  private ContentBlock.Thinking thinking() {
    String thinking = null;
    String signature = "";
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "thinking" -> thinking = in.text();
        case "signature" -> signature = in.isNull() ? "" : in.text();
        default -> other(name);
      }
    }
    return new ContentBlock.Thinking(in.required("thinking", thinking), signature);
  }

  private ContentBlock.ServerToolUse serverToolUse() {
    ContentBlock.ToolUse use = toolUse();
    return new ContentBlock.ServerToolUse(use.id(), use.name(), use.input());
  }

  private ContentBlock.ServerToolResult serverToolResult(String type) {
    String id = null;
    RawJson content = null;
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "tool_use_id" -> id = in.text();
        case "content" -> content = in.raw();
        case "cache_control" -> in.skip();
        default -> other(name);
      }
    }
    return new ContentBlock.ServerToolResult(
        type, in.required("tool_use_id", id), in.required("content", content));
  }

  private String only(String field) {
    String value = null;
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals(field)) {
        value = in.text();
      } else {
        other(name);
      }
    }
    return in.required(field, value);
  }

  private Source source() {
    String type = null;
    String mediaType = null;
    String data = null;
    List<ContentBlock> blocks = null;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "type" -> type = in.text();
        case "media_type" -> mediaType = in.text();
        case "data", "url", "file_id" -> data = in.text();
        case "content" -> blocks = content();
        default -> in.keepUnknown();
      }
    }
    return switch (in.required("type", type)) {
      case "base64" ->
          new Source.Base64(in.required("media_type", mediaType), in.required("data", data));
      case "url" -> new Source.Url(in.required("url", data));
      case "text" -> new Source.PlainText("text/plain", in.required("data", data));
      case "content" -> new Source.Blocks(in.required("content", blocks));
      case "file" -> new Source.FileId(in.required("file_id", data));
      default -> throw in.fault("type", "must be base64, url, text, content or file");
    };
  }

  private boolean enabled() {
    if (in.isNull()) {
      return false;
    }
    boolean enabled = false;
    for (String name = in.first(); name != null; name = in.next()) {
      if (name.equals("enabled")) {
        enabled = in.flag();
      } else {
        in.keepUnknown();
      }
    }
    return enabled;
  }

  /** {@code null} or {@code {"type": "ephemeral", "ttl": ...}}. */
  @Nullable CacheControl cacheControl() {
    if (in.isNull()) {
      return null;
    }
    String ttl = null;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "type" -> in.text();
        case "ttl" -> ttl = in.isNull() ? null : in.text();
        default -> in.keepUnknown();
      }
    }
    return new CacheControl(ttl);
  }

  /** A type that was read before comes by again where it stood late. */
  private void other(String name) {
    if (name.equals("type")) {
      in.skip();
    } else {
      in.keepUnknown();
    }
  }
}
