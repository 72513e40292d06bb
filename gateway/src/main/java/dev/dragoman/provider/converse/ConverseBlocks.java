package dev.dragoman.provider.converse;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.Conversation.Turn;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ServerResults;
import dev.dragoman.provider.ToolSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes content blocks. Bedrock refuses blank texts, so they are passed over. */
final class ConverseBlocks {
  private final Encoding encoding;
  private final ToolSet tools;
  private final ConverseModel model;
  private int documents;

  ConverseBlocks(Encoding encoding, ToolSet tools, ConverseModel model) {
    this.encoding = encoding;
    this.tools = tools;
    this.model = model;
  }

  /** Whether a turn has anything to write: a message without content is refused. */
  boolean writesAny(Turn turn, Provenance provenance) {
    return switch (turn) {
      case Turn.Instruction system -> true;
      case Turn.Results results -> true;
      case Turn.User user -> user.blocks().stream().anyMatch(e -> writes(e.block(), provenance));
      case Turn.Assistant said ->
          said.blocks().stream().anyMatch(each -> writes(each.block(), provenance));
    };
  }

  private boolean writes(ContentBlock block, Provenance provenance) {
    boolean writes =
        switch (block) {
          case ContentBlock.Text text -> !text.text().isBlank();
          case ContentBlock.Thinking thinking -> provenance.unwrap(thinking.signature()) != null;
          case ContentBlock.RedactedThinking redacted -> false;
          default -> true;
        };
    if (!writes) {
      encoding.notes().add("messages.content", "what is blank or cannot be read left out");
    }
    return writes;
  }

  /** Writes a block, and the mark of a cached prefix behind it. */
  void write(ContentBlock block, String path, JsonGenerator out) {
    inResult(block, path, out);
    switch (block) {
      case ContentBlock.Text text when !text.text().isBlank() -> cache(text.cacheControl(), out);
      case ContentBlock.Image image -> cache(image.cacheControl(), out);
      case ContentBlock.Document document -> cache(document.cacheControl(), out);
      default -> {}
    }
  }

  /** Writes a block where no mark may stand; whether there was anything to write. */
  boolean inResult(ContentBlock block, String path, JsonGenerator out) {
    switch (block) {
      case ContentBlock.Text text -> {
        return text(text.text(), out);
      }
      case ContentBlock.Image image -> image(image, path, out);
      case ContentBlock.Document document -> document(document, path, out);
      case ContentBlock.ToolReference reference -> text(tools.announce(reference), out);
      case ContentBlock.ServerToolUse use -> text("[" + use.name() + " " + use.input() + "]", out);
      case ContentBlock.ServerToolResult result -> text(ServerResults.text(result), out);
      default -> throw encoding.unsupported(path, block.type());
    }
    return true;
  }

  boolean text(String text, JsonGenerator out) {
    if (text.isBlank()) {
      return false;
    }
    out.writeStartObject();
    out.writeStringProperty("text", text);
    out.writeEndObject();
    return true;
  }

  void cache(@Nullable CacheControl cache, JsonGenerator out) {
    if (cache == null) {
      return;
    }
    if (!model.cachePoints()) {
      encoding.notes().add("cache_control", "not supported by the model, left out");
      return;
    }
    if ("1h".equals(cache.ttl())) {
      encoding.notes().add("cache_control.ttl", "left to the model's own");
    }
    cachePoint(out);
  }

  static void cachePoint(JsonGenerator out) {
    out.writeStartObject();
    out.writeObjectPropertyStart("cachePoint");
    out.writeStringProperty("type", "default");
    out.writeEndObject();
    out.writeEndObject();
  }

  private void image(ContentBlock.Image image, String path, JsonGenerator out) {
    if (!(image.source() instanceof Source.Base64 file)) {
      throw encoding.unsupported(path + ".source", "an image that is not sent in base64");
    }
    String format =
        switch (file.mediaType()) {
          case "image/png" -> "png";
          case "image/jpeg" -> "jpeg";
          case "image/gif" -> "gif";
          case "image/webp" -> "webp";
          default ->
              throw ApiException.invalid(
                  path + ".source.media_type",
                  file.mediaType() + " is not an image " + encoding.provider() + " takes");
        };
    out.writeStartObject();
    out.writeObjectPropertyStart("image");
    out.writeStringProperty("format", format);
    bytes(file, out);
    out.writeEndObject();
    out.writeEndObject();
  }

  /** A document wants a text beside it, and a name of its own that says nothing to the model. */
  private void document(ContentBlock.Document document, String path, JsonGenerator out) {
    if (document.citations()) {
      encoding.leaveOut("document.citations");
    }
    String head = head(document);
    switch (document.source()) {
      case Source.PlainText plain ->
          text("<document>\n" + head + plain.data() + "\n</document>", out);
      case Source.Blocks inner -> {
        text("<document>\n" + head, out);
        for (int i = 0; i < inner.content().size(); i++) {
          inResult(inner.content().get(i), path + ".source.content." + i, out);
        }
        text("</document>", out);
      }
      case Source.Base64 file -> {
        String name = "Document " + ++documents;
        text(name + (head.isEmpty() ? "" : ": " + head.strip()), out);
        out.writeStartObject();
        out.writeObjectPropertyStart("document");
        out.writeStringProperty("format", format(file, path));
        out.writeStringProperty("name", name);
        bytes(file, out);
        out.writeEndObject();
        out.writeEndObject();
      }
      default ->
          throw encoding.unsupported(path + ".source", "a document that is not sent in base64");
    }
  }

  private static String head(ContentBlock.Document document) {
    String title = document.title() == null ? "" : document.title() + "\n";
    return document.context() == null ? title : title + document.context() + "\n";
  }

  private String format(Source.Base64 file, String path) {
    return switch (file.mediaType()) {
      case "application/pdf" -> "pdf";
      case "text/plain" -> "txt";
      case "text/csv" -> "csv";
      case "text/html" -> "html";
      case "text/markdown" -> "md";
      default -> throw encoding.unsupported(path + ".source.media_type", file.mediaType());
    };
  }

  private static void bytes(Source.Base64 file, JsonGenerator out) {
    out.writeObjectPropertyStart("source");
    out.writeStringProperty("bytes", file.data());
    out.writeEndObject();
  }
}
