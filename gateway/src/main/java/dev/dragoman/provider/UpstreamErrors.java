package dev.dragoman.provider;

import dev.dragoman.credential.Secrets;
import dev.dragoman.json.Json;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a provider's error means to a client of the Messages API, by its status, its code and its
 * words. Nearly all providers put those into an {@code error} object or beside each other.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">Error codes</a>
 */
public final class UpstreamErrors {
  private static final int MAX_MESSAGE = 2_000;

  private final String message;
  private final String code;

  private UpstreamErrors(String message, String code) {
    this.message = message;
    this.code = code;
  }

  /** An answer with a status that is no success. */
  public static ApiError decode(int status, Headers headers, byte[] body, Deployment target) {
    UpstreamErrors error = read(Frame.of(body));
    return error.meaning(status, target.provider(), RetryAfter.seconds(headers, body));
  }

  /**
   * Whether an answer says that a filter stopped the prompt, as Azure's does. Models on Azure have
   * it, whatever the form of API.
   *
   * @see <a
   *     href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/concepts/content-filter">
   *     Content filtering</a>
   */
  public static boolean isFiltered(int status, byte[] body) {
    return status == 400 && read(Frame.of(body)).code.equals("content_filter");
  }

  /**
   * Whether the client was told, in one of Anthropic's two wordings or by 413, that its request is
   * more than the model takes: a model with a larger window might answer.
   */
  public static boolean isOverflow(ApiError error) {
    return switch (error.type()) {
      case INVALID_REQUEST -> Overflow.is(error.message());
      case REQUEST_TOO_LARGE -> true;
      default -> false;
    };
  }

  /** The error that refuses an input of so many tokens where so many are the most. */
  public static ApiError tooLong(long input, long limit) {
    return ApiError.invalid(Overflow.tooLong(input, limit));
  }

  /**
   * The same error in Anthropic's words if it says, in a provider's, that the request is more than
   * the model takes.
   */
  public static ApiError worded(ApiError error) {
    String overflow =
        error.type() == ErrorType.INVALID_REQUEST ? Overflow.worded("", error.message()) : null;
    return overflow == null ? error : ApiError.invalid(overflow);
  }

  /** An error in the middle of a stream; some servers put a status in its code. */
  public static ApiError inStream(String provider, Frame frame) {
    UpstreamErrors error = read(frame);
    int status = error.code.matches("[45]\\d\\d") ? Integer.parseInt(error.code) : 500;
    if (error.code.contains("rate_limit")) {
      status = 429;
    } else if (error.code.contains("overloaded")) {
      status = 503;
    }
    return error.meaning(status, provider, null);
  }

  /**
   * What a status says otherwise goes before words. llama.cpp and LM Studio answer 500, as does
   * what stands in a stream without a status of its own.
   */
  private static boolean mayOverflow(int status) {
    return switch (status) {
      case 400, 413, 422, 500 -> true;
      default -> false;
    };
  }

  private ApiError meaning(int status, String provider, @Nullable Long retryAfter) {
    String said = provider + ": " + (message.isEmpty() ? "HTTP " + status : message);
    String overflow = mayOverflow(status) ? Overflow.worded(code, message) : null;
    if (overflow != null) {
      return ApiError.invalid(overflow);
    }
    if (status < 400) {
      return ApiError.of(
              ErrorType.API, provider + " answered with HTTP " + status + ": check api_base")
          .retry(false);
    }
    if (code.equals("tool_use_failed")) {
      // Groq: what the model wrote is no call. It is not the request that is wrong: ask again.
      return ApiError.of(ErrorType.API, said);
    }
    return switch (status) {
      case 400, 422 -> ApiError.invalid(said);
      case 401 ->
          ApiError.of(
                  ErrorType.API,
                  provider + " refused the deployment's key (HTTP 401): check api_key")
              .retry(false);
      case 402, 403 -> ApiError.of(ErrorType.API, said).retry(false);
      case 404 -> ApiError.of(ErrorType.NOT_FOUND, said);
      case 413 -> ApiError.of(ErrorType.REQUEST_TOO_LARGE, said);
      case 429 ->
          code.equals("insufficient_quota")
              ? ApiError.of(ErrorType.API, said).retry(false)
              : ApiError.of(ErrorType.RATE_LIMIT, said).retryAfter(retryAfter);
      case 502, 503, 529 -> ApiError.of(ErrorType.OVERLOADED, said).retryAfter(retryAfter);
      case 408, 504 -> ApiError.of(ErrorType.TIMEOUT, said);
      default -> ApiError.of(ErrorType.API, said);
    };
  }

  /**
   * Reads {@code {"error": {"message", "type", "code"}}}, and the looser forms in use: a string as
   * the error, a list of errors, or {@code message} or {@code detail} at the top. What is said in a
   * structure of its own, as FastAPI's servers say what field is wrong, is passed on as it is.
   */
  private static UpstreamErrors read(Frame body) {
    String[] found = {"", "", ""};
    try (JsonParser in = body.parser()) {
      JsonToken token = in.nextToken();
      if (token == JsonToken.START_ARRAY) {
        // Google's, even where it speaks OpenAI's form.
        token = in.nextToken();
      }
      if (token == JsonToken.START_OBJECT) {
        object(in, found);
      }
    } catch (JacksonException e) {
      found[0] = text(body);
    }
    return new UpstreamErrors(clean(found[0]), found[1].isEmpty() ? found[2] : found[1]);
  }

  private static void object(JsonParser in, String[] found) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "error" -> {
          if (token == JsonToken.START_OBJECT) {
            object(in, found);
          } else {
            keep(in, found, 0);
          }
        }
        case "errors" -> {
          if (token == JsonToken.START_ARRAY) {
            objects(in, found);
          } else {
            keep(in, found, 0);
          }
        }
        case "message", "detail" -> {
          if (token.isStructStart()) {
            String structure = Json.text(out -> out.copyCurrentStructureExact(in));
            found[0] = found[0].isEmpty() ? structure : found[0];
          } else {
            keep(in, found, 0);
          }
        }
        case "code" -> keep(in, found, 1);
        case "type" -> keep(in, found, 2);
        default -> in.skipChildren();
      }
    }
  }

  private static void objects(JsonParser in, String[] found) {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        object(in, found);
      } else {
        in.skipChildren();
      }
    }
  }

  private static void keep(JsonParser in, String[] found, int place) {
    if (in.currentToken().isScalarValue() && in.currentToken() != JsonToken.VALUE_NULL) {
      found[place] = Unicode.wellFormed(in.getString());
    } else {
      in.skipChildren();
    }
  }

  /** A page of HTML says nothing; a line of text may. */
  private static String text(Frame body) {
    String text = body.text().strip();
    return text.startsWith("<") || text.startsWith("{") ? "" : text;
  }

  private static String clean(String message) {
    String masked = Secrets.NONE.mask(message);
    return masked.length() <= MAX_MESSAGE ? masked : masked.substring(0, MAX_MESSAGE) + "...";
  }
}
