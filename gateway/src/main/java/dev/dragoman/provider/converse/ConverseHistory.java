package dev.dragoman.provider.converse;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.provider.Conversation.Placed;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.converse.ConverseModel.Feature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the model said, called and was given before, as pieces of messages. */
final class ConverseHistory {
  private static final int ID_LENGTH = 64;

  /** ToolUseId of Bedrock's service model. */
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");

  private final Encoding encoding;
  private final ToolSet tools;
  private final ConverseModel model;
  private final Provenance provenance;

  ConverseHistory(Encoding encoding, ToolSet tools, ConverseModel model, Provenance provenance) {
    this.encoding = encoding;
    this.tools = tools;
    this.model = model;
    this.provenance = provenance;
  }

  /** Adds a block of the assistant's. */
  void said(Placed each, ConverseBlocks blocks, List<Piece> to) {
    switch (each.block()) {
      case ContentBlock.Thinking thinking -> thinking(thinking, to);
      case ContentBlock.RedactedThinking redacted -> redacted(redacted, to);
      case ContentBlock.ToolUse use -> {
        to.add(call(tools.asCalled(use)));
        blocks.cache(use.cacheControl(), to);
      }
      default -> blocks.add(each.block(), each.path(), to);
    }
  }

  private void thinking(ContentBlock.Thinking thinking, List<Piece> to) {
    String signature = own(thinking.signature(), model, provenance);
    if (signature == null) {
      encoding.notes().add("thinking", "earlier thinking left out");
      return;
    }
    to.add(
        Piece.talk(out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("reasoningContent");
          out.writeObjectPropertyStart("reasoningText");
          out.writeStringProperty("text", thinking.thinking());
          out.writeStringProperty("signature", signature);
          out.writeEndObject();
          out.writeEndObject();
          out.writeEndObject();
        }));
  }

  private void redacted(ContentBlock.RedactedThinking redacted, List<Piece> to) {
    String data = own(redacted.data(), model, provenance);
    if (data == null) {
      encoding.notes().add("redacted_thinking", "readable by its own provider only, left out");
      return;
    }
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    String base64 = model.isClaude() ? Base64.getEncoder().encodeToString(bytes) : data;
    to.add(
        Piece.talk(out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("reasoningContent");
          out.writeStringProperty("redactedContent", base64);
          out.writeEndObject();
          out.writeEndObject();
        }));
  }

  /**
   * The signature as the model gave it; null if it is another's, or the model refuses what it
   * thought before. Claude's own are good on every platform that has Claude.
   *
   * @see <a href="https://github.com/langchain-ai/langchain-aws/issues/401">DeepSeek R1: "User
   *     messages cannot contain reasoning content"</a>
   */
  static @Nullable String own(String signature, ConverseModel model, Provenance provenance) {
    if (!model.has(Feature.THINKING_BACK)) {
      return null;
    }
    boolean plain = model.isClaude() && !Provenance.isWrapped(signature);
    String own = plain ? signature : provenance.unwrap(signature);
    // what was never signed would be refused
    return own == null || own.isEmpty() ? null : own;
  }

  private static Piece call(ContentBlock.ToolUse use) {
    return new Piece(
        true,
        out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("toolUse");
          out.writeStringProperty("toolUseId", id(use.id()));
          out.writeStringProperty("name", ToolNames.toUpstream(use.name()));
          out.writeName("input");
          use.input().writeTo(out);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  static Piece result(String id, List<Piece> content, boolean error) {
    return new Piece(
        true,
        out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("toolResult");
          out.writeStringProperty("toolUseId", id);
          out.writeArrayPropertyStart("content");
          content.forEach(piece -> piece.write(out));
          out.writeEndArray();
          if (error) {
            out.writeStringProperty("status", "error");
          }
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /** A call's id; its characters are the provider's own, and some models look at them again. */
  static String id(String id) {
    return ID.matcher(id).matches() ? id : ToolNames.fit(id, ID_LENGTH);
  }
}
