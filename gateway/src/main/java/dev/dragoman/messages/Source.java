package dev.dragoman.messages;

import java.util.List;

/** Where an image or a document comes from. */
public sealed interface Source {
  /** The file itself, in base64. */
  record Base64(String mediaType, String data) implements Source {
    /** The same as a {@code data:} URL. */
    public String dataUrl() {
      return "data:" + mediaType + ";base64," + data;
    }
  }

  /** A file that the provider is to fetch. */
  record Url(String url) implements Source {}

  /** Text, for a document. */
  record PlainText(String mediaType, String data) implements Source {}

  /** Blocks, for a document. */
  record Blocks(List<ContentBlock> content) implements Source {
    public Blocks {
      content = List.copyOf(content);
    }
  }

  /** A file uploaded before, known to one provider only. */
  record FileId(String id) implements Source {}
}
