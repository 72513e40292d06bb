package dev.dragoman.provider.chat;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.DocumentText;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.ServerResults;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Content blocks as the parts of a chat message, and as text where only text may stand. */
final class ChatParts {
  private static final String PDF = "application/pdf";

  /** platform.openai.com/docs/guides/images-vision#image-input-requirements */
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private final Encoding encoding;
  private final Dialect dialect;
  private final ToolSet tools;
  private final Notes notes;

  ChatParts(Encoding encoding, Dialect dialect, ToolSet tools) {
    this.encoding = encoding;
    this.dialect = dialect;
    this.tools = tools;
    this.notes = encoding.notes();
  }

  /** A part of a user message. */
  sealed interface Part {
    record Text(String text) implements Part {}

    record ImageUrl(String url) implements Part {}

    record File(String name, String dataUrl) implements Part {}
  }

  /** Writes {@code content}: a plain string, which every server takes, unless it needs parts. */
  static void write(List<Part> parts, JsonGenerator out) {
    if (parts.stream().allMatch(Part.Text.class::isInstance)) {
      List<String> texts = parts.stream().map(part -> ((Part.Text) part).text()).toList();
      out.writeStringProperty("content", String.join("\n\n", texts));
      return;
    }
    out.writeArrayPropertyStart("content");
    for (Part part : parts) {
      out.writeStartObject();
      switch (part) {
        case Part.Text text -> {
          out.writeStringProperty("type", "text");
          out.writeStringProperty("text", text.text());
        }
        case Part.ImageUrl image -> {
          out.writeStringProperty("type", "image_url");
          out.writeObjectPropertyStart("image_url");
          out.writeStringProperty("url", image.url());
          out.writeEndObject();
        }
        case Part.File file -> {
          out.writeStringProperty("type", "file");
          out.writeObjectPropertyStart("file");
          out.writeStringProperty("filename", file.name());
          out.writeStringProperty("file_data", file.dataUrl());
          out.writeEndObject();
        }
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Adds the parts that a block of a user message becomes. */
  void add(ContentBlock block, String path, List<Part> parts) {
    switch (block) {
      case ContentBlock.Image image -> parts.add(image(image, path));
      case ContentBlock.Document document when isPdf(document.source()) ->
          parts.add(pdf(document, path));
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
      notes.add("cache_control", "left to the provider's own caching");
    }
  }

  /** What of a tool's result a tool message can hold: text, and that more follows. */
  String result(ContentBlock.ToolResult result, String path) {
    noteCache(result.cacheControl());
    List<String> texts = new ArrayList<>();
    int media = 0;
    for (int i = 0; i < result.content().size(); i++) {
      ContentBlock block = result.content().get(i);
      if (isMedia(block)) {
        media++;
      } else {
        texts.add(text(block, path + ".content." + i));
      }
    }
    if (media > 0) {
      texts.add("[" + media + " attached in the user message below]");
    }
    String text = String.join("\n", texts);
    return result.isError() ? "Error: " + text : text;
  }

  /** Adds what of a tool's result stands in the user message behind it. */
  void mediaOf(ContentBlock.ToolResult result, String path, List<Part> parts) {
    boolean named = false;
    for (int i = 0; i < result.content().size(); i++) {
      ContentBlock block = result.content().get(i);
      if (isMedia(block)) {
        if (!named) {
          named = true;
          String id = dialect.callId(result.toolUseId());
          parts.add(new Part.Text("[From the result of tool call " + id + "]"));
        }
        add(block, path + ".content." + i, parts);
      }
    }
  }

  private static boolean isMedia(ContentBlock block) {
    return block instanceof ContentBlock.Image
        || (block instanceof ContentBlock.Document document
            && (isPdf(document.source()) || document.source() instanceof Source.Blocks));
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
        yield new Part.ImageUrl(file.dataUrl());
      }
      case Source.Url url -> new Part.ImageUrl(url.url());
      default -> throw encoding.unsupported(path + ".source", "this kind of image source");
    };
  }

  private Part pdf(ContentBlock.Document document, String path) {
    if (!dialect.has(Feature.PDF)) {
      throw encoding.unsupported(path, "a PDF document");
    }
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
          case Source.Url url ->
              throw ApiException.invalid(
                  path + ".source",
                  "documents by URL are not supported by "
                      + encoding.provider()
                      + ", send the file in base64");
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
      encoding.leaveOut("document.citations");
    }
  }
}
