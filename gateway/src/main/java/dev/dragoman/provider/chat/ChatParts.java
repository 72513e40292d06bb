package dev.dragoman.provider.chat;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.Abilities;
import dev.dragoman.provider.DocumentText;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.OpenAiContent;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Content blocks as the parts of a chat message, and as text where only text may stand. */
final class ChatParts {
  private final Encoding encoding;
  private final Dialect dialect;
  private final OpenAiContent content;

  ChatParts(Encoding encoding, Dialect dialect, ToolSet tools) {
    this.encoding = encoding;
    this.dialect = dialect;
    this.content = new OpenAiContent(encoding, tools);
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
      case ContentBlock.Image image -> parts.add(new Part.ImageUrl(content.imageUrl(image, path)));
      case ContentBlock.Document document when OpenAiContent.isPdf(document.source()) ->
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
    return content.text(block, path);
  }

  /** The text, with a note of what text cannot hold. */
  String text(ContentBlock.Text block) {
    return content.text(block);
  }

  /** What of a tool's result a tool message can hold: text, and that more follows. */
  String result(ContentBlock.ToolResult result, String path) {
    content.noteCache(result.cacheControl());
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
            && (OpenAiContent.isPdf(document.source())
                || document.source() instanceof Source.Blocks));
  }

  private Part pdf(ContentBlock.Document document, String path) {
    if (!dialect.has(Feature.PDF)) {
      if (!encoding.target().flag("modify_params")) {
        throw Encoding.refusedDocument(
            path, "a PDF document is not supported by " + encoding.provider());
      }
      encoding
          .notes()
          .add("document", "not supported by " + encoding.provider() + ", replaced by a remark");
      return new Part.Text(Abilities.NO_PDF);
    }
    OpenAiContent.File pdf = content.pdf(document);
    return new Part.File(pdf.name(), pdf.dataUrl());
  }

  private void blocks(
      ContentBlock.Document document, Source.Blocks inner, String path, List<Part> parts) {
    content.noteWhatIsLost(document);
    parts.add(new Part.Text(DocumentText.open(document).stripTrailing()));
    for (int i = 0; i < inner.content().size(); i++) {
      add(inner.content().get(i), path + ".source.content." + i, parts);
    }
    parts.add(new Part.Text("</document>"));
  }
}
