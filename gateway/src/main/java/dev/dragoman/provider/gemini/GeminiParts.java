package dev.dragoman.provider.gemini;

import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.Conversation.Answered;
import dev.dragoman.provider.DocumentText;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ServerResults;
import dev.dragoman.provider.ToolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Content blocks as parts, and as text where only text may stand.
 *
 * @see <a href="https://ai.google.dev/api/caching#Part">Part</a>
 */
final class GeminiParts {
  private static final String PDF = "application/pdf";

  /** ai.google.dev/gemini-api/docs/image-understanding#supported-formats */
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");

  private final Encoding encoding;
  private final GeminiModel model;
  private final ToolSet tools;

  GeminiParts(Encoding encoding, GeminiModel model, ToolSet tools) {
    this.encoding = encoding;
    this.model = model;
    this.tools = tools;
  }

  static Consumer<JsonGenerator> textPart(String text, @Nullable String signature) {
    return out -> {
      out.writeStartObject();
      out.writeStringProperty("text", text);
      if (signature != null) {
        out.writeStringProperty("thoughtSignature", signature);
      }
      out.writeEndObject();
    };
  }

  private static Consumer<JsonGenerator> file(String holder, String type, String key, String data) {
    return out -> {
      out.writeStartObject();
      out.writeObjectPropertyStart(holder);
      out.writeStringProperty("mimeType", type);
      out.writeStringProperty(key, data);
      out.writeEndObject();
      out.writeEndObject();
    };
  }

  /** Adds the parts that a block of a user's message becomes. */
  void add(ContentBlock block, String path, List<Consumer<JsonGenerator>> into) {
    switch (block) {
      case ContentBlock.Image image -> {
        noteCache(image.cacheControl());
        into.add(media(image.source(), false, path));
      }
      case ContentBlock.Document document when isFile(document.source()) -> {
        noteWhatIsLost(document);
        if (document.title() != null || document.context() != null) {
          into.add(textPart(DocumentText.open(document).stripTrailing() + "\n</document>", null));
        }
        into.add(media(document.source(), true, path));
      }
      case ContentBlock.Document document when document.source() instanceof Source.Blocks inner -> {
        noteWhatIsLost(document);
        into.add(textPart(DocumentText.open(document).stripTrailing(), null));
        for (int i = 0; i < inner.content().size(); i++) {
          add(inner.content().get(i), path + ".source.content." + i, into);
        }
        into.add(textPart("</document>", null));
      }
      default -> {
        String text = text(block, path);
        if (!text.isEmpty()) {
          into.add(textPart(text, null));
        }
      }
    }
  }

  private Consumer<JsonGenerator> media(Source source, boolean document, String path) {
    return switch (source) {
      case Source.Base64 file -> {
        boolean taken = document ? file.mediaType().equals(PDF) : IMAGES.contains(file.mediaType());
        if (!taken) {
          String where = path + ".source.media_type";
          String what = file.mediaType() + " is not a type " + encoding.provider() + " takes";
          throw document
              ? Encoding.refusedDocument(where, what)
              : Encoding.refusedImage(where, what);
        }
        yield file("inlineData", file.mediaType(), "data", file.data());
      }
      case Source.Url url -> byAddress(url.url(), document, path);
      default -> throw encoding.unsupported(path + ".source", "this kind of source");
    };
  }

  /**
   * What stands in the web or a bucket is fetched by Google, but for the oldest models of AI
   * Studio.
   *
   * @see <a href="https://ai.google.dev/gemini-api/docs/file-input-methods">File input methods</a>
   */
  private Consumer<JsonGenerator> byAddress(String url, boolean document, String path) {
    boolean fetches = model.onVertex() || model.generation() >= 25;
    if (!fetches || !(url.startsWith("gs://") || url.startsWith("https://"))) {
      throw encoding.unsupported(path + ".source", "a file by this URL (send it in base64)");
    }
    return file("fileData", document ? PDF : imageType(url), "fileUri", url);
  }

  private static String imageType(String url) {
    String path = url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    if (path.endsWith(".png")) {
      return "image/png";
    }
    return path.endsWith(".webp") ? "image/webp" : "image/jpeg";
  }

  /** A block as text; one that is not text in any way is refused. */
  String text(ContentBlock block, String path) {
    return switch (block) {
      case ContentBlock.Text text -> {
        noteCache(text.cacheControl());
        yield text.text();
      }
      case ContentBlock.Document document -> document(document, path);
      case ContentBlock.ToolReference reference -> tools.announce(reference);
      case ContentBlock.ServerToolUse use -> "[" + use.name() + " " + use.input() + "]";
      case ContentBlock.ServerToolResult result -> ServerResults.text(result);
      default -> throw encoding.unsupported(path, block.type());
    };
  }

  /** The text of a result. */
  String result(ContentBlock.ToolResult result, String path) {
    noteCache(result.cacheControl());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < result.content().size(); i++) {
      ContentBlock block = result.content().get(i);
      if (!isMedia(block)) {
        texts.add(text(block, path + ".content." + i));
      }
    }
    return String.join("\n", texts);
  }

  /** The files of a result. */
  List<Consumer<JsonGenerator>> mediaOf(ContentBlock.ToolResult result, String path) {
    List<Consumer<JsonGenerator>> media = new ArrayList<>();
    for (int i = 0; i < result.content().size(); i++) {
      if (isMedia(result.content().get(i))) {
        ContentBlock block = result.content().get(i);
        Source source =
            block instanceof ContentBlock.Image image
                ? image.source()
                : ((ContentBlock.Document) block).source();
        media.add(media(source, block instanceof ContentBlock.Document, path + ".content." + i));
      }
    }
    return media;
  }

  /** Whether a result has a file by its address, which AI Studio does not take within one. */
  boolean hasAddress(Answered answered) {
    return answered.result().content().stream()
        .anyMatch(block ->
            switch (block) {
              case ContentBlock.Image image -> image.source() instanceof Source.Url;
              case ContentBlock.Document document -> document.source() instanceof Source.Url;
              default -> false;
            });
  }

  private static boolean isMedia(ContentBlock block) {
    return block instanceof ContentBlock.Image
        || (block instanceof ContentBlock.Document document && isFile(document.source()));
  }

  private static boolean isFile(Source source) {
    return source instanceof Source.Url
        || (source instanceof Source.Base64 file && !file.mediaType().startsWith("text/"));
  }

  private String document(ContentBlock.Document document, String path) {
    noteWhatIsLost(document);
    String data =
        switch (document.source()) {
          case Source.PlainText text -> text.data();
          case Source.Base64 file -> DocumentText.decode(file, path);
          default -> throw encoding.unsupported(path + ".source", "this kind of source");
        };
    return DocumentText.open(document) + data + "\n</document>";
  }

  private void noteWhatIsLost(ContentBlock.Document document) {
    noteCache(document.cacheControl());
    if (document.citations()) {
      encoding.leaveOut("document.citations");
    }
  }

  private void noteCache(@Nullable CacheControl cache) {
    if (cache != null) {
      encoding.notes().add("cache_control", "left to the provider's own caching");
    }
  }
}
