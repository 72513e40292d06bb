package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a model can serve a request: what it is known to lack is refused, or taken out and noted
 * where its deployment says so. Of models that nothing is known of nothing is refused.
 *
 * <p>{@code modify_params} makes text of images and PDFs, {@code drop_params} leaves out tools,
 * {@code additional_drop_params} leaves out the fields it names, as LiteLLM or this API names them.
 */
public final class Abilities {
  /** The wording at which Claude Code takes images out and asks again. */
  public static final String NO_IMAGES = "capability_rejected: image_block";

  /** The same for PDFs and other documents. */
  public static final String NO_DOCUMENTS = "capability_rejected: document_block";

  /** What stands where a PDF stood. */
  public static final String NO_PDF = "[A PDF stood here. This model cannot read PDFs.]";

  private final Deployment target;
  private final ModelFacts facts;
  private final Notes notes;

  private Abilities(Deployment target, ModelFacts facts, Notes notes) {
    this.target = target;
    this.facts = facts;
    this.notes = notes;
  }

  /**
   * The request as the model can serve it: the same one if it can serve it whole.
   *
   * @throws ApiException {@code invalid_request_error} if the model lacks what it takes
   */
  public static MessagesRequest fit(
      MessagesRequest request, Deployment target, ModelFacts facts, Notes notes) {
    DroppedFields dropped = new DroppedFields(target.texts("additional_drop_params"), notes);
    MessagesRequest fitted = dropped.from(request);
    Abilities abilities = new Abilities(target, facts, notes);
    return abilities.withSeenContent(abilities.withTakenTools(fitted));
  }

  private MessagesRequest withTakenTools(MessagesRequest request) {
    if (request.tools().isEmpty() || !facts.lacksTools()) {
      return request;
    }
    if (!target.flag("drop_params")) {
      throw ApiException.invalid(
          "tools",
          target.modelName()
              + " takes no tools; choose another model, or set drop_params to leave them out, or"
              + " supports_function_calling in model_info if it does");
    }
    notes.add("tools", "not supported by the model, left out");
    return new DroppedFields(Set.of("tools", "tool_choice")).from(request);
  }

  private MessagesRequest withSeenContent(MessagesRequest request) {
    if (!facts.lacksImages() && !facts.lacksPdf()) {
      return request;
    }
    boolean changed = false;
    List<Message> messages = new ArrayList<>(request.messages().size());
    for (Message message : request.messages()) {
      List<ContentBlock> content = seen(message.content());
      changed |= !content.equals(message.content());
      messages.add(new Message(message.role(), content));
    }
    if (!changed) {
      return request;
    }
    RawJson body = RequestEdits.withPlaceholders(request.body(), this::placeholderOfType);
    return RequestEdits.with(request, messages, body);
  }

  private List<ContentBlock> seen(List<ContentBlock> content) {
    List<ContentBlock> seen = new ArrayList<>(content.size());
    for (ContentBlock block : content) {
      seen.add(
          switch (block) {
            case ContentBlock.Image image when facts.lacksImages() -> text("image", image);
            case ContentBlock.Document document when isPdf(document) && facts.lacksPdf() ->
                text("document", document);
            case ContentBlock.ToolResult result ->
                new ContentBlock.ToolResult(
                    result.toolUseId(),
                    seen(result.content()),
                    result.isError(),
                    result.cacheControl());
            default -> block;
          });
    }
    return seen;
  }

  private ContentBlock text(String type, ContentBlock block) {
    if (!target.flag("modify_params")) {
      throw ApiError.invalid(type.equals("image") ? NO_IMAGES : NO_DOCUMENTS).toException();
    }
    notes.add(type, "not supported by the model, replaced by a remark");
    return switch (block) {
      case ContentBlock.Image image ->
          new ContentBlock.Text(placeholder(type), null, image.cacheControl());
      case ContentBlock.Document document ->
          new ContentBlock.Text(placeholder(type), null, document.cacheControl());
      default -> new ContentBlock.Text(placeholder(type));
    };
  }

  /** What stands for a block of this type with this source; empty if it stays. */
  private String placeholderOfType(String type, boolean pdf) {
    boolean lacking =
        switch (type) {
          case "image" -> facts.lacksImages();
          case "document" -> pdf && facts.lacksPdf();
          default -> false;
        };
    return lacking ? placeholder(type) : "";
  }

  private static String placeholder(String type) {
    return type.equals("image") ? "[An image stood here. This model cannot see images.]" : NO_PDF;
  }

  private static boolean isPdf(ContentBlock.Document document) {
    return switch (document.source()) {
      case Source.Base64 file -> file.mediaType().equals("application/pdf");
      case Source.Url url -> true;
      default -> false;
    };
  }
}
