package dev.dragoman.provider.responses;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.DocumentText;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ServerResults;
import dev.dragoman.provider.ToolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Content blocks as the parts of a message or a result, and as text where only text may stand. */
final class ResponsesParts {
  private static final String PDF = "application/pdf";

  /** platform.openai.com/docs/guides/images-vision#image-input-requirements */
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private final Encoding encoding;
  private final ToolSet tools;

  ResponsesParts(Encoding encoding, ToolSet tools) {
    this.encoding = encoding;
    this.tools = tools;
  }

  /** A part of a message. */
  sealed interface Part {
    record Text(String text) implements Part {}

    record Image(String url) implements Part {}

    record File(String name, String dataUrl) implements Part {}

    record FileUrl(String url) implements Part {}
  }

  /** Writes parts as one value. */
  static void write(List<Part> parts, JsonGenerator out) {
    out.writeStartArray();
    for (Part part : parts) {
      out.writeStartObject();
      switch (part) {
        case Part.Text text -> {
          out.writeStringProperty("type", "input_text");
          out.writeStringProperty("text", text.text());
        }
        case Part.Image image -> {
          out.writeStringProperty("type", "input_image");
          out.writeStringProperty("detail", "auto");
          out.writeStringProperty("image_url", image.url());
        }
        case Part.File file -> {
          out.writeStringProperty("type", "input_file");
          out.writeStringProperty("filename", file.name());
          out.writeStringProperty("file_data", file.dataUrl());
        }
        case Part.FileUrl file -> {
          out.writeStringProperty("type", "input_file");
          out.writeStringProperty("file_url", file.url());
        }
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Writes a tool's result: one string, unless it holds more than text. */
  void result(ContentBlock.ToolResult result, String path, JsonGenerator out) {
    noteCache(result.cacheControl());
    List<Part> all = new ArrayList<>();
    for (int i = 0; i < result.content().size(); i++) {
      add(result.content().get(i), path + ".content." + i, all);
    }
    boolean plain = all.stream().allMatch(Part.Text.class::isInstance);
    if (plain) {
      List<String> texts = all.stream().map(part -> ((Part.Text) part).text()).toList();
      String text = String.join("\n", texts);
      out.writeStringProperty("output", result.isError() ? "Error: " + text : text);
      return;
    }
    if (result.isError()) {
      all.addFirst(new Part.Text("Error:"));
    }
    out.writeName("output");
    write(all, out);
  }

  /** Adds the parts that a block of a user message becomes. */
  void add(ContentBlock block, String path, List<Part> parts) {
    switch (block) {
      case ContentBlock.Image image -> parts.add(image(image, path));
      case ContentBlock.Document document when isPdf(document.source()) -> parts.add(pdf(document));
      case ContentBlock.Document document when document.source() instanceof Source.Url file -> {
        noteWhatIsLost(document);
        parts.add(new Part.FileUrl(file.url()));
      }
      case ContentBlock.Document document when document.source() instanceof Source.Blocks inner ->
          blocks(document, inner, path, parts);
      default -> {
        String text = text(block, path);
        if (!text.isEmpty()) {
          parts.add(new Part.Text(text));
        }
      }
    }
  }

  /** A block as text; one that is not text in any way is refused. */
  String text(ContentBlock block, String path) {
    return switch (block) {
      case ContentBlock.Text text -> text(text);
      case ContentBlock.Document document -> document(document, path);
      case ContentBlock.ToolReference reference -> tools.announce(reference);
      case ContentBlock.ServerToolUse use -> "[" + use.name() + " " + use.input() + "]";
      case ContentBlock.ServerToolResult result -> ServerResults.text(result);
      default -> throw encoding.unsupported(path, block.type());
    };
  }

  /** The text, with a note of what text cannot hold. */
  String text(ContentBlock.Text block) {
    noteCache(block.cacheControl());
    return block.text();
  }

  private void noteCache(@Nullable CacheControl cache) {
    if (cache != null) {
      encoding.notes().add("cache_control", "left to the provider's own caching");
    }
  }

  private static boolean isPdf(Source source) {
    return source instanceof Source.Base64 file && file.mediaType().equals(PDF);
  }

  private Part image(ContentBlock.Image image, String path) {
    noteCache(image.cacheControl());
    return switch (image.source()) {
      case Source.Base64 file -> {
        if (!IMAGES.contains(file.mediaType())) {
          throw ApiException.invalid(
              path + ".source.media_type",
              file.mediaType() + " is not an image " + encoding.provider() + " takes");
        }
        yield new Part.Image(file.dataUrl());
      }
      case Source.Url url -> new Part.Image(url.url());
      default -> throw encoding.unsupported(path + ".source", "this kind of image source");
    };
  }

  private Part pdf(ContentBlock.Document document) {
    noteWhatIsLost(document);
    String title = document.title() == null ? "document.pdf" : document.title();
    String name = title.endsWith(".pdf") ? title : title + ".pdf";
    return new Part.File(name, ((Source.Base64) document.source()).dataUrl());
  }

  private String document(ContentBlock.Document document, String path) {
    noteWhatIsLost(document);
    String data =
        switch (document.source()) {
          case Source.PlainText text -> text.data();
          case Source.Base64 file when file.mediaType().startsWith("text/") ->
              DocumentText.decode(file, path);
          case Source.Base64 file ->
              throw ApiException.invalid(
                  path + ".source.media_type",
                  file.mediaType() + " documents are not supported by " + encoding.provider());
          default -> throw encoding.unsupported(path + ".source", "this kind of document source");
        };
    return DocumentText.open(document) + data + "\n</document>";
  }

  private void blocks(
      ContentBlock.Document document, Source.Blocks inner, String path, List<Part> parts) {
    noteWhatIsLost(document);
    parts.add(new Part.Text(DocumentText.open(document).stripTrailing()));
    for (int i = 0; i < inner.content().size(); i++) {
      add(inner.content().get(i), path + ".source.content." + i, parts);
    }
    parts.add(new Part.Text("</document>"));
  }

  private void noteWhatIsLost(ContentBlock.Document document) {
    noteCache(document.cacheControl());
    if (document.citations()) {
      encoding
          .notes()
          .add("document.citations", "not supported by " + encoding.provider() + ", left out");
    }
  }
}
