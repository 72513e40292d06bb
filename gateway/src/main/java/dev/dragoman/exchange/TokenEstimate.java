package dev.dragoman.exchange;

import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Source;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.Usage;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How many input tokens a request has: text measured by a given rule, files by their size.
 *
 * @param ofText the tokens of a text
 * @param family how the model counts beside that
 * @param guesses whether what can only be guessed at counts: files, and what a provider may keep
 *     from its model
 */
record TokenEstimate(ToLongFunction<String> ofText, TokenFamily family, boolean guesses) {
  /** Text by its length alone. */
  static final TokenEstimate BY_LENGTH =
      new TokenEstimate(text -> Usage.tokensByLength(text.length()), TokenFamily.NEUTRAL);

  /**
   * More than nearly any model makes of a text, for what must be enough: three bytes of UTF-8 a
   * token, where English and code have four and Chinese has three or more; and what templates add.
   */
  static final TokenEstimate AT_MOST =
      new TokenEstimate(text -> (Unicode.utf8Length(text) + 2) / 3, TokenFamily.LARGEST);

  TokenEstimate(ToLongFunction<String> ofText, TokenFamily family) {
    this(ofText, family, true);
  }

  /** docs.anthropic.com, vision: width x height / 750, and images are scaled to 1.15 megapixels. */
  private static final long IMAGE = 1_600;

  /** docs.anthropic.com, PDF support: 1,500 to 3,000 tokens a page; a page is some 50 KB. */
  private static final long BASE64_PER_PAGE = 68_000;

  private static final long PAGE = 2_000;

  /** The tokens of all that the model is given. */
  long of(MessagesRequest request) {
    long tokens = family.perRequest();
    for (ContentBlock.Text text : request.system()) {
      tokens += ofText.applyAsLong(text.text());
    }
    for (Message message : request.messages()) {
      tokens += family.perMessage() + of(message.content());
    }
    for (Tool tool : request.tools()) {
      if (!tool.deferLoading()) {
        tokens += of(tool);
      }
    }
    return request.tools().isEmpty() ? tokens : tokens + family.withTools();
  }

  private long of(Tool tool) {
    return switch (tool) {
      case Tool.Custom custom ->
          ofText.applyAsLong(custom.name())
              + (custom.description() == null ? 0 : ofText.applyAsLong(custom.description()))
              + ofText.applyAsLong(custom.inputSchema().toString());
      case Tool.Hosted hosted -> !guesses ? 0 : ofText.applyAsLong(hosted.raw().toString());
    };
  }

  private long of(List<ContentBlock> content) {
    long tokens = 0;
    for (ContentBlock block : content) {
      tokens += of(block);
    }
    return tokens;
  }

  private long of(ContentBlock block) {
    return guesses ? all(block) : sure(block);
  }

  /** An icon is a few tokens, a scan none of its text; thinking and searches may be left out. */
  private long sure(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Text _, ContentBlock.ToolUse _, ContentBlock.ToolResult _ -> all(block);
      case ContentBlock.Document document -> {
        boolean said =
            document.source() instanceof Source.PlainText
                || document.source() instanceof Source.Blocks;
        yield said ? of(document.source()) : 0;
      }
      default -> 0;
    };
  }

  private long all(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Text text -> ofText.applyAsLong(text.text());
      case ContentBlock.Image image -> IMAGE;
      case ContentBlock.Document document -> of(document.source());
      case ContentBlock.ToolUse use ->
          ofText.applyAsLong(use.name()) + ofText.applyAsLong(use.input().toString());
      case ContentBlock.ToolResult result -> of(result.content());
      case ContentBlock.Thinking thinking -> ofText.applyAsLong(thinking.thinking());
      case ContentBlock.RedactedThinking thinking -> 0;
      case ContentBlock.ServerToolUse use -> ofText.applyAsLong(use.input().toString());
      case ContentBlock.ServerToolResult result -> ofText.applyAsLong(result.content().toString());
      case ContentBlock.ToolReference reference -> ofText.applyAsLong(reference.toolName());
      case ContentBlock.Unknown unknown -> ofText.applyAsLong(unknown.raw().toString());
    };
  }

  private long of(Source source) {
    return switch (source) {
      case Source.Base64 file -> (1 + file.data().length() / BASE64_PER_PAGE) * PAGE;
      case Source.PlainText text -> ofText.applyAsLong(text.data());
      case Source.Blocks blocks -> of(blocks.content());
      case Source.Url url -> PAGE;
      case Source.FileId file -> PAGE;
    };
  }
}
