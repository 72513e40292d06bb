package dev.dragoman.provider.converse;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.DocumentText;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ServerResults;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.converse.ConverseModel.Feature;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Content blocks as pieces of a message. Bedrock refuses blank texts, so they are passed over. */
final class ConverseBlocks {
  private static final String PDF = "application/pdf";

  private final Encoding encoding;
  private final ToolSet tools;
  private final ConverseModel model;
  private final ConverseFiles files;

  ConverseBlocks(Encoding encoding, ToolSet tools, ConverseModel model) {
    this.encoding = encoding;
    this.tools = tools;
    this.model = model;
    this.files = new ConverseFiles(encoding);
  }

  /** Adds a block, and the mark of a cached prefix behind it. */
  void add(ContentBlock block, String path, List<Piece> to) {
    inside(block, path, to);
    cache(marked(block), to);
  }

  /** Adds a block where no mark may stand. */
  void inside(ContentBlock block, String path, List<Piece> to) {
    switch (block) {
      case ContentBlock.Text text -> text(text.text(), to);
      case ContentBlock.Image image -> to.add(files.image(image, path));
      case ContentBlock.Document document -> document(document, path, to);
      case ContentBlock.ToolReference reference -> text(tools.announce(reference), to);
      case ContentBlock.ServerToolUse use -> text("[" + use.name() + " " + use.input() + "]", to);
      case ContentBlock.ServerToolResult result -> text(ServerResults.text(result), to);
      default -> throw encoding.unsupported(path, block.type());
    }
  }

  /** Whether the model takes such a block in the result of a tool. */
  boolean standsInResults(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Image image -> model.has(Feature.IMAGES_IN_RESULTS);
      case ContentBlock.Document document when isPdf(document) -> model.has(Feature.PDF_IN_RESULTS);
      case ContentBlock.Document document when document.source() instanceof Source.Blocks inner ->
          inner.content().stream().allMatch(this::standsInResults);
      default -> true;
    };
  }

  private static boolean isPdf(ContentBlock.Document document) {
    return document.source() instanceof Source.Base64 file && file.mediaType().equals(PDF);
  }

  static @Nullable CacheControl marked(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Text text -> text.cacheControl();
      case ContentBlock.Image image -> image.cacheControl();
      case ContentBlock.Document document -> document.cacheControl();
      case ContentBlock.ToolUse use -> use.cacheControl();
      case ContentBlock.ToolResult result -> result.cacheControl();
      default -> null;
    };
  }

  private static void text(String text, List<Piece> to) {
    if (!text.isBlank()) {
      to.add(Piece.text(text));
    }
  }

  /** Adds a mark, which needs something before it. */
  void cache(@Nullable CacheControl cache, List<Piece> to) {
    if (cache == null || to.isEmpty()) {
      return;
    }
    if (model.has(Feature.CACHE_POINTS)) {
      to.add(cachePoint(cache, encoding, model).beside(to.getLast()));
    } else {
      encoding.notes().add("cache_control", "not supported by the model, left out");
    }
  }

  static Piece cachePoint(CacheControl cache, Encoding encoding, ConverseModel model) {
    boolean hour = "1h".equals(cache.ttl());
    if (hour && !model.has(Feature.HOUR_CACHE)) {
      encoding.notes().add("cache_control.ttl", "left to the model's own");
    }
    return Piece.talk(out -> cachePoint(hour && model.has(Feature.HOUR_CACHE), out));
  }

  private static void cachePoint(boolean hour, JsonGenerator out) {
    out.writeStartObject();
    out.writeObjectPropertyStart("cachePoint");
    out.writeStringProperty("type", "default");
    if (hour) {
      out.writeStringProperty("ttl", "1h");
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void document(ContentBlock.Document document, String path, List<Piece> to) {
    if (document.citations()) {
      encoding.leaveOut("document.citations");
    }
    switch (document.source()) {
      case Source.PlainText plain -> whole(document, plain.data(), to);
      case Source.Base64 file when file.mediaType().startsWith("text/") ->
          whole(document, DocumentText.decode(file, path), to);
      case Source.Base64 file when file.mediaType().equals(PDF) -> files.pdf(document, file, to);
      case Source.Base64 file ->
          throw ApiException.invalid(
              path + ".source.media_type",
              file.mediaType() + " documents are not supported by " + encoding.provider());
      case Source.Blocks inner -> {
        text(DocumentText.open(document).stripTrailing(), to);
        for (int i = 0; i < inner.content().size(); i++) {
          inside(inner.content().get(i), path + ".source.content." + i, to);
        }
        text("</document>", to);
      }
      case Source.Url url ->
          throw ApiException.invalid(
              path + ".source",
              "documents by URL are not supported by "
                  + encoding.provider()
                  + ", send the file in base64");
      default -> throw encoding.unsupported(path + ".source", "this kind of document source");
    }
  }

  private static void whole(ContentBlock.Document document, String data, List<Piece> to) {
    text(DocumentText.open(document) + data + "\n</document>", to);
  }
}
