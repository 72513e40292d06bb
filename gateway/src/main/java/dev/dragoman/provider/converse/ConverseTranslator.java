package dev.dragoman.provider.converse;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.Translator;
import dev.dragoman.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the events of a ConverseStream answer, or a whole Converse answer. Usage comes behind the
 * end of the message, in {@code metadata}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html">
 *     ConverseStreamOutput</a>
 */
final class ConverseTranslator implements Translator {
  private final String provider;
  private final ToolNames names;
  private final UnaryOperator<String> sealing;
  private final @Nullable String stopSequence;
  private final ByteArrayOutputStream redacted = new ByteArrayOutputStream();
  private boolean stopped;
  private boolean counted;

  /**
   * @param sealing what makes of thinking that cannot be read what the client keeps
   */
  ConverseTranslator(String provider, MessagesRequest request, UnaryOperator<String> sealing) {
    this.provider = provider;
    this.names = new ToolNames(request);
    this.sealing = sealing;
    List<String> sequences = request.stopSequences();
    // Bedrock says that one was met and not which, so only a single one is known.
    this.stopSequence = sequences.size() == 1 ? sequences.getFirst() : null;
  }

  @Override
  public void accept(Frame frame, Deltas out) {
    if (whole()) {
      return;
    }
    try (JsonParser in = frame.parser()) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw fault("sent an event that is not a JSON object", null);
      }
      if (frame.event().endsWith("Exception") || frame.event().startsWith(":")) {
        throw exception(frame.event(), in);
      }
      event(in, out);
    } catch (JacksonException e) {
      throw fault("sent an event that is not valid JSON", e);
    }
  }

  @Override
  public void end(Deltas out) {
    if (!stopped) {
      throw fault("broke off before the answer's end", null);
    }
  }

  @Override
  public boolean whole() {
    return stopped && counted;
  }

  /** The fields of all events differ in name; so do those of a whole answer. */
  private void event(JsonParser in, Deltas out) {
    ConversePiece piece = new ConversePiece();
    String stop = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "contentBlockIndex" -> piece.index = ConversePiece.index(in);
        case "start", "delta" -> piece.read(in);
        case "stopReason" -> stop = ConversePiece.string(in);
        case "usage" -> {
          Usage usage = ConverseUsage.read(in);
          if (usage != null) {
            counted = true;
            out.usage(usage);
          }
        }
        case "output" -> output(in, out);
        default -> in.skipChildren();
      }
    }
    say(piece, out);
    if (stop != null) {
      stop(stop, out);
    }
  }

  /** Thinking that cannot be read comes in parts, too; it is whole when anything else comes. */
  private void say(ConversePiece piece, Deltas out) {
    byte[] more = piece.redacted();
    if (more != null) {
      redacted.writeBytes(more);
      return;
    }
    if (redacted.size() > 0) {
      String base64 = Base64.getEncoder().encodeToString(redacted.toByteArray());
      redacted.reset();
      out.block(new ContentBlock.RedactedThinking(sealing.apply(base64)));
    }
    piece.say(names, out);
  }

  /** {@code {"message": {"content": [...]}}}. */
  private void output(JsonParser in, Deltas out) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("message")) {
        message(in, out);
      } else {
        in.skipChildren();
      }
    }
  }

  private void message(JsonParser in, Deltas out) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (!name.equals("content") || token != JsonToken.START_ARRAY) {
        in.skipChildren();
        continue;
      }
      int index = 0;
      while (in.nextToken() == JsonToken.START_OBJECT) {
        ConversePiece piece = new ConversePiece();
        piece.index = index++;
        piece.read(in);
        say(piece, out);
      }
      say(new ConversePiece(), out);
    }
  }

  private void stop(String reason, Deltas out) {
    stopped = true;
    StopReason stop =
        switch (reason) {
          case "end_turn" -> StopReason.END_TURN;
          case "tool_use" -> StopReason.TOOL_USE;
          case "max_tokens" -> StopReason.MAX_TOKENS;
          case "stop_sequence" -> StopReason.STOP_SEQUENCE;
          case "guardrail_intervened", "content_filtered" -> StopReason.REFUSAL;
          case "model_context_window_exceeded" -> StopReason.MODEL_CONTEXT_WINDOW_EXCEEDED;
          case "malformed_model_output", "malformed_tool_use" ->
              throw fault("ended its answer with " + reason, null);
          default -> {
            out.note("stop_reason", "stopReason " + reason.replaceAll("[^A-Za-z0-9_-]", "?"));
            yield StopReason.END_TURN;
          }
        };
    out.stop(stop, stop == StopReason.STOP_SEQUENCE ? stopSequence : null);
  }

  private ApiException exception(String event, JsonParser in) {
    String message = "";
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      String text = ConversePiece.string(in);
      if (text != null && (name.equals("message") || name.equals("originalMessage"))) {
        message = text;
      }
    }
    return ConverseErrors.inStream(provider, event, message).toException();
  }

  private ApiException fault(String what, @Nullable Throwable cause) {
    return new ApiException(ApiError.of(ErrorType.API, provider + " " + what), cause);
  }
}
