package dev.dragoman.provider;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Content blocks as both of OpenAI's APIs take them: text, and what is said of images and files.
 * How a part is written is each API's own.
 */
public final class OpenAiContent {
  private static final String PDF = "application/pdf";

  /** platform.openai.com/docs/guides/images-vision#image-input-requirements */
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private final Encoding encoding;
  private final ToolSet tools;

  /** Content of the request that {@code encoding} is of, whose tools are {@code tools}. */
  public OpenAiContent(Encoding encoding, ToolSet tools) {
    this.encoding = encoding;
    this.tools = tools;
  }

  /**
   * A file.
   *
   * @param dataUrl {@code data:application/pdf;base64,...}
   */
  public record File(String name, String dataUrl) {}

  /** Whether a document is a PDF in the request. */
  public static boolean isPdf(Source source) {
    return source instanceof Source.Base64 file && file.mediaType().equals(PDF);
  }

  /**
   * A block as text.
   *
   * @param path where it stands in the request
   * @throws ApiException {@code invalid_request_error} if it is not text in any way
   */
  public String text(ContentBlock block, String path) {
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
  public String text(ContentBlock.Text block) {
    noteCache(block.cacheControl());
    if (block.citations() != null) {
      encoding.notes().add("citations", "those of earlier answers left out");
    }
    return block.text();
  }

  /** Notes that caching is the provider's own. */
  public void noteCache(@Nullable CacheControl cache) {
    if (cache != null) {
      encoding.notes().add("cache_control", "left to the provider's own caching");
    }
  }

  /**
   * Where an image is, or all of it in a data URL.
   *
   * @throws ApiException {@code invalid_request_error} if it is of a type that is not taken
   */
  public String imageUrl(ContentBlock.Image image, String path) {
    noteCache(image.cacheControl());
    return switch (image.source()) {
      case Source.Base64 file -> {
        if (!IMAGES.contains(file.mediaType())) {
          throw Encoding.refusedImage(
              path + ".source.media_type",
              file.mediaType() + " is not an image " + encoding.provider() + " takes");
        }
        yield file.dataUrl();
      }
      case Source.Url url -> url.url();
      default -> throw encoding.unsupported(path + ".source", "this kind of image source");
    };
  }

  /** A PDF, which has a name there. */
  public File pdf(ContentBlock.Document document) {
    noteWhatIsLost(document);
    String title = document.title() == null ? "document.pdf" : document.title();
    String name = title.endsWith(".pdf") ? title : title + ".pdf";
    return new File(name, ((Source.Base64) document.source()).dataUrl());
  }

  /** Notes what of a document is not carried. */
  public void noteWhatIsLost(ContentBlock.Document document) {
    noteCache(document.cacheControl());
    if (document.citations()) {
      encoding.leaveOut("document.citations");
    }
  }

  private String document(ContentBlock.Document document, String path) {
    noteWhatIsLost(document);
    String data =
        switch (document.source()) {
          case Source.PlainText text -> text.data();
          case Source.Base64 file when file.mediaType().startsWith("text/") ->
              DocumentText.decode(file, path);
          case Source.Base64 file ->
              throw Encoding.refusedDocument(
                  path + ".source.media_type",
                  file.mediaType() + " documents are not supported by " + encoding.provider());
          case Source.Url url ->
              throw Encoding.refusedDocument(
                  path + ".source",
                  "documents by URL are not supported by "
                      + encoding.provider()
                      + ", send the file in base64");
          default -> throw encoding.unsupported(path + ".source", "this kind of document source");
        };
    return DocumentText.open(document) + data + "\n</document>";
  }
}
