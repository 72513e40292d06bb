package dev.dragoman.provider.converse;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.Source;
import dev.dragoman.provider.Encoding;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Images and PDFs. Of those Bedrock takes five in a request, each under a name of its own that says
 * nothing to the model, with a text beside it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html">
 *     DocumentBlock</a>
 * @see <a href="https://github.com/aws-samples/generative-ai-use-cases/issues/1685">"Messages can't
 *     contain duplicate document names", "You can't include more than 5 documents in a request"</a>
 */
final class ConverseFiles {
  private static final int MOST = 5;

  private final Encoding encoding;

  /** How many of the first are replaced by a remark, where the configuration allows it. */
  private final int tooMany;

  private int count;

  ConverseFiles(Encoding encoding) {
    this.encoding = encoding;
    long all = encoding.request().messages().stream().mapToLong(ConverseFiles::pdfs).sum();
    if (all > MOST && !encoding.target().flag("modify_params")) {
      throw Encoding.refusedDocument(
          "messages",
          encoding.provider()
              + " takes "
              + MOST
              + " documents in a request, this one has "
              + all
              + "; set modify_params to have the first ones replaced by a remark");
    }
    this.tooMany = (int) Math.max(0, all - MOST);
  }

  private static long pdfs(Message message) {
    return message.content().stream().mapToLong(ConverseFiles::pdfs).sum();
  }

  private static long pdfs(ContentBlock block) {
    return switch (block) {
      case ContentBlock.ToolResult result ->
          result.content().stream().mapToLong(ConverseFiles::pdfs).sum();
      case ContentBlock.Document document ->
          document.source() instanceof Source.Base64 file
                  && file.mediaType().equals("application/pdf")
              ? 1
              : 0;
      default -> 0;
    };
  }

  Piece image(ContentBlock.Image image, String path) {
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
              throw Encoding.refusedImage(
                  path + ".source.media_type",
                  file.mediaType() + " is not an image " + encoding.provider() + " takes");
        };
    return Piece.talk(out -> {
      out.writeStartObject();
      out.writeObjectPropertyStart("image");
      out.writeStringProperty("format", format);
      bytes(file, out);
      out.writeEndObject();
      out.writeEndObject();
    });
  }

  void pdf(ContentBlock.Document document, Source.Base64 file, List<Piece> to) {
    count++;
    String name = "Document " + count;
    String title = document.title() == null ? "" : ": " + document.title();
    String context = document.context() == null ? "" : "\n" + document.context();
    to.add(Piece.text(name + title + context));
    if (count <= tooMany) {
      encoding.notes().add("document", "more than Bedrock takes, the first replaced by a remark");
      to.add(Piece.text("[A PDF stood here. It is too long ago to be read again.]"));
      return;
    }
    to.add(
        Piece.talk(out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("document");
          out.writeStringProperty("format", "pdf");
          out.writeStringProperty("name", name);
          bytes(file, out);
          out.writeEndObject();
          out.writeEndObject();
        }));
  }

  private static void bytes(Source.Base64 file, JsonGenerator out) {
    out.writeObjectPropertyStart("source");
    out.writeStringProperty("bytes", file.data());
    out.writeEndObject();
  }
}
