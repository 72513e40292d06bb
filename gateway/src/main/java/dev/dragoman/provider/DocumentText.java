package dev.dragoman.provider;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A document as the text that stands for it where a provider has no documents. */
public final class DocumentText {
  private DocumentText() {}

  /** What stands before the document's own text; {@code </document>} ends it. */
  public static String open(ContentBlock.Document document) {
    StringBuilder open = new StringBuilder("<document");
    if (document.title() != null) {
      open.append(" title=\"").append(document.title().replace('"', '\'')).append('"');
    }
    open.append(">\n");
    if (document.context() != null) {
      open.append(document.context()).append("\n\n");
    }
    return open.toString();
  }

  /** The text in a file of text, which stands at {@code path} of the request. */
  public static String decode(Source.Base64 file, String path) {
    try {
      return new String(Base64.getDecoder().decode(file.data()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(path + ".source.data", "is not valid base64");
    }
  }
}
