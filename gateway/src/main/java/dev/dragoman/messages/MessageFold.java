package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Folds the events of a streamed answer into the answer that a client gets which did not ask for a
 * stream.
 */
public final class MessageFold implements Consumer<StreamEvent> {
  private final List<ContentBlock> content = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder signature = new StringBuilder();
  private final List<RawJson> citations = new ArrayList<>();
  private StreamEvent.@Nullable MessageStart start;
  private @Nullable ContentBlock open;
  private StreamEvent.@Nullable MessageDelta end;
  private @Nullable PassedFold passed;
  private boolean stopped;

  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.MessageStart begun -> start = begun;
      case StreamEvent.BlockStart begun -> begin(begun.block());
      case StreamEvent.BlockDelta more -> extend(more.delta());
      case StreamEvent.BlockStop ignored -> close();
      case StreamEvent.MessageDelta ended -> end = ended;
      case StreamEvent.MessageStop ignored -> stopped = true;
      case StreamEvent.Ping ignored -> {}
      case StreamEvent.Passed same -> {
        if (passed == null) {
          passed = new PassedFold();
        }
        passed.accept(same);
      }
      case StreamEvent.Failed failed -> throw failed.error().toException();
    }
  }

  /**
   * Writes the whole answer.
   *
   * @throws IllegalStateException if the events did not end with {@code message_stop}
   */
  public void writeTo(JsonGenerator out) {
    if (passed == null) {
      EventWriter.write(message(), out);
    } else {
      passed.writeTo(out);
    }
  }

  /**
   * The whole answer, made of events that were not passed on as they came.
   *
   * @throws IllegalStateException if the events did not end with {@code message_stop}
   */
  public MessageResponse message() {
    if (start == null || end == null || !stopped) {
      throw new IllegalStateException("the answer is not whole");
    }
    return new MessageResponse(
        start.id(), start.model(), content, end.stopReason(), end.stopSequence(), end.usage());
  }

  /** The blocks that are whole by now. */
  public List<ContentBlock> content() {
    return List.copyOf(content);
  }

  private void begin(ContentBlock block) {
    open = block;
    text.setLength(0);
    signature.setLength(0);
    citations.clear();
  }

  private void extend(StreamEvent.Delta delta) {
    switch (delta) {
      case StreamEvent.Delta.Text more -> text.append(more.text());
      case StreamEvent.Delta.InputJson more -> text.append(more.partialJson());
      case StreamEvent.Delta.Thinking more -> text.append(more.thinking());
      case StreamEvent.Delta.Signature more -> signature.append(more.signature());
      case StreamEvent.Delta.Citation more -> citations.add(more.citation());
    }
  }

  private void close() {
    if (open == null) {
      throw new IllegalStateException("no block is open");
    }
    content.add(
        switch (open) {
          case ContentBlock.Text block ->
              new ContentBlock.Text(block.text() + text, citations(), null);
          case ContentBlock.Thinking block ->
              new ContentBlock.Thinking(block.thinking() + text, block.signature() + signature);
          case ContentBlock.ToolUse block ->
              text.isEmpty()
                  ? block
                  : new ContentBlock.ToolUse(block.id(), block.name(), input(text.toString()));
          case ContentBlock.ServerToolUse block ->
              text.isEmpty()
                  ? block
                  : new ContentBlock.ServerToolUse(
                      block.id(), block.name(), input(text.toString()));
          case ContentBlock whole -> whole;
        });
    open = null;
  }

  private @Nullable RawJson citations() {
    if (citations.isEmpty()) {
      return null;
    }
    List<String> texts = citations.stream().map(RawJson::toString).toList();
    return RawJson.of("[" + String.join(",", texts) + "]");
  }

  /** A stream can carry broken tool input for the client to see; one JSON document cannot. */
  static RawJson input(String json) {
    RawJson input = RawJson.of(json);
    try (JsonParser parser = input.parser()) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        parser.skipChildren();
        if (parser.nextToken() == null) {
          return input;
        }
      }
    } catch (JacksonException e) {
      throw notJson(e);
    }
    throw notJson(null);
  }

  private static ApiException notJson(@Nullable JacksonException cause) {
    return new ApiException(
        ApiError.of(ErrorType.API, "the model called a tool with input that is not a JSON object"),
        cause);
  }
}
