package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a message. The same types stand in requests and in answers; what this gateway does not
 * know stays whole in {@link Unknown}.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages API, content</a>
 */
public sealed interface ContentBlock {

  /** The block's {@code type} as it is written in JSON. */
  String type();

  /** Text, with the citations that support it as they were sent. */
  record Text(String text, @Nullable RawJson citations, @Nullable CacheControl cacheControl)
      implements ContentBlock {
    public Text(String text) {
      this(text, null, null);
    }

    @Override
    public String type() {
      return "text";
    }
  }

  /** An image: base64 or URL. */
  record Image(Source source, @Nullable CacheControl cacheControl) implements ContentBlock {
    @Override
    public String type() {
      return "image";
    }
  }

  /** A document: a PDF by base64 or URL, plain text, or content blocks. */
  record Document(
      Source source,
      @Nullable String title,
      @Nullable String context,
      boolean citations,
      @Nullable CacheControl cacheControl)
      implements ContentBlock {
    @Override
    public String type() {
      return "document";
    }
  }

  /** A call of one of the client's tools; {@code input} is a JSON object. */
  record ToolUse(String id, String name, RawJson input, @Nullable CacheControl cacheControl)
      implements ContentBlock {
    public ToolUse(String id, String name, RawJson input) {
      this(id, name, input, null);
    }

    @Override
    public String type() {
      return "tool_use";
    }
  }

  /** What a tool returned: text, images, documents or references to tools, in order. */
  record ToolResult(
      String toolUseId,
      List<ContentBlock> content,
      boolean isError,
      @Nullable CacheControl cacheControl)
      implements ContentBlock {
    public ToolResult {
      content = List.copyOf(content);
    }

    @Override
    public String type() {
      return "tool_result";
    }
  }

  /** The model's thinking; the signature is empty where the model's provider signs nothing. */
  record Thinking(String thinking, String signature) implements ContentBlock {
    @Override
    public String type() {
      return "thinking";
    }
  }

  /** Thinking that only its provider can read. */
  record RedactedThinking(String data) implements ContentBlock {
    @Override
    public String type() {
      return "redacted_thinking";
    }
  }

  /** A call of a tool that the server runs, such as {@code web_search}. */
  record ServerToolUse(String id, String name, RawJson input) implements ContentBlock {
    @Override
    public String type() {
      return "server_tool_use";
    }
  }

  /**
   * What a server's tool returned.
   *
   * @param type {@code web_search_tool_result}, {@code code_execution_tool_result} ...
   * @param content as it was sent
   */
  record ServerToolResult(String type, String toolUseId, RawJson content) implements ContentBlock {}

  /** The name of a deferred tool that a search has found and that may now be called. */
  record ToolReference(String toolName) implements ContentBlock {
    @Override
    public String type() {
      return "tool_reference";
    }
  }

  /** A block of a type that this gateway does not know, as it was sent. */
  record Unknown(String type, RawJson raw) implements ContentBlock {}
}
