package dev.dragoman.provider.responses;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.DocumentText;
import dev.dragoman.provider.OpenAiContent;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Content blocks as the parts of a message or a result. */
final class ResponsesParts {
  private final OpenAiContent content;

  ResponsesParts(OpenAiContent content) {
    this.content = content;
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
    content.noteCache(result.cacheControl());
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
      case ContentBlock.Image image -> parts.add(new Part.Image(content.imageUrl(image, path)));
      case ContentBlock.Document document when OpenAiContent.isPdf(document.source()) -> {
        OpenAiContent.File pdf = content.pdf(document);
        parts.add(new Part.File(pdf.name(), pdf.dataUrl()));
      }
      case ContentBlock.Document document when document.source() instanceof Source.Url file -> {
        content.noteWhatIsLost(document);
        parts.add(new Part.FileUrl(file.url()));
      }
      case ContentBlock.Document document when document.source() instanceof Source.Blocks inner ->
          blocks(document, inner, path, parts);
      default -> {
        String text = content.text(block, path);
        if (!text.isEmpty()) {
          parts.add(new Part.Text(text));
        }
      }
    }
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
