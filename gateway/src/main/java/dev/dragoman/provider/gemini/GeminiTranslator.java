package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.ToolNames;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.wire.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the responses of a {@code streamGenerateContent} stream; a whole answer, or an array of
 * responses, is read the same way.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse">
 *     GenerateContentResponse</a>
 */
final class GeminiTranslator implements Translator {
  private final String provider;
  private final GeminiPieces parts;
  private final GeminiUsage usage = new GeminiUsage();
  private final GeminiSearch search;
  private String answerId = "search";
  private boolean finished;

  /**
   * @param paidByQuery whether Google counts each query of a search, not the search
   */
  GeminiTranslator(String provider, GeminiNames names, boolean paidByQuery) {
    this.provider = provider;
    this.parts = new GeminiPieces(names);
    this.search = new GeminiSearch(paidByQuery);
  }

  @Override
  public void accept(Frame frame, Deltas out) {
    if (frame.length() == 0) {
      return;
    }
    try (JsonParser in = frame.parser()) {
      JsonToken token = in.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      if (array) {
        token = in.nextToken();
      }
      if (token != JsonToken.START_OBJECT) {
        throw fault("sent a response that is not a JSON object", null);
      }
      response(in, frame, out);
      while (array && in.nextToken() == JsonToken.START_OBJECT) {
        response(in, frame, out);
      }
    } catch (JacksonException e) {
      throw fault("sent a response that is not valid JSON", e);
    }
  }

  @Override
  public void end(Deltas out) {
    if (!finished) {
      throw fault("broke off before the answer's end", null);
    }
    search.say(answerId, out);
    Usage total = usage.total();
    if (total != null && search.searches() > 0) {
      out.usage(total.withSearches(search.searches()));
    }
  }

  @Override
  public boolean whole() {
    return false;
  }

  private void response(JsonParser in, Frame frame, Deltas out) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "candidates" -> candidates(in, out);
        case "promptFeedback" -> feedback(in, out);
        case "usageMetadata" -> {
          usage.read(in);
          Usage total = usage.total();
          if (total != null) {
            out.usage(total);
          }
        }
        case "responseId" -> {
          String id = GeminiPieces.string(in);
          answerId = id == null ? answerId : ToolNames.fit(id, 48);
        }
        case "error" -> {
          if (in.currentToken() != JsonToken.VALUE_NULL) {
            throw UpstreamErrors.inStream(provider, frame).toException();
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  private void candidates(JsonParser in, Deltas out) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    boolean first = true;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (first && in.currentToken() == JsonToken.START_OBJECT) {
        candidate(in, out);
        first = false;
      } else {
        in.skipChildren();
      }
    }
  }

  private void candidate(JsonParser in, Deltas out) {
    String reason = null;
    String message = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "content" -> content(in, out);
        case "finishReason" -> reason = GeminiPieces.string(in);
        case "finishMessage" -> message = GeminiPieces.string(in);
        case "groundingMetadata" -> search.read(in);
        default -> in.skipChildren();
      }
    }
    if (reason != null && !reason.isEmpty()) {
      finish(reason, message, out);
    }
  }

  private void content(JsonParser in, Deltas out) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (!name.equals("parts") || token != JsonToken.START_ARRAY) {
        in.skipChildren();
        continue;
      }
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
          parts.read(in, out);
        } else {
          in.skipChildren();
        }
      }
    }
  }

  private void feedback(JsonParser in, Deltas out) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      String reason = name.equals("blockReason") ? GeminiPieces.string(in) : null;
      if (reason != null) {
        out.note("stop_reason", "blockReason " + plain(reason));
        out.stop(StopReason.REFUSAL, null);
        finished = true;
      } else {
        in.skipChildren();
      }
    }
  }

  private void finish(String reason, @Nullable String message, Deltas out) {
    switch (reason) {
      case "STOP" -> out.stop(StopReason.END_TURN, null);
      case "MAX_TOKENS" -> out.stop(StopReason.MAX_TOKENS, null);
      case "CONTINUATION" -> {
        // "The response reached the per-request token limit, but generation is not yet complete."
        out.note("stop_reason", "finishReason CONTINUATION, whose token cannot be carried");
        out.stop(StopReason.MAX_TOKENS, null);
      }
      case "SAFETY",
          "RECITATION",
          "LANGUAGE",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "MODEL_ARMOR" -> {
        out.note("stop_reason", "finishReason " + reason);
        out.stop(StopReason.REFUSAL, null);
      }
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MISSING_THOUGHT_SIGNATURE",
          "MALFORMED_RESPONSE",
          "NO_IMAGE",
          "IMAGE_OTHER",
          "OTHER" ->
          throw fault("ended its answer with " + reason + detail(message), null);
      case "FINISH_REASON_UNSPECIFIED" -> {
        return;
      }
      default -> {
        out.note("stop_reason", "finishReason " + plain(reason));
        out.stop(StopReason.END_TURN, null);
      }
    }
    finished = true;
  }

  private static String detail(@Nullable String message) {
    return message == null || message.isEmpty() ? "" : ": " + message;
  }

  private static String plain(String reason) {
    return reason.replaceAll("[^A-Za-z0-9_-]", "?");
  }

  private ApiException fault(String what, @Nullable Throwable cause) {
    return new ApiException(ApiError.of(ErrorType.API, provider + " " + what), cause);
  }
}
