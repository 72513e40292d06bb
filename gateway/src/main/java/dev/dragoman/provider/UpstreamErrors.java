package dev.dragoman.provider;

import dev.dragoman.credential.Secrets;
import dev.dragoman.json.Json;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final int MAX_RETRY_AFTER = 3_600;

  /** Anthropic's words, which Claude on other platforms says, too. */
  private static final String TOO_LONG = "prompt is too long: ";

  /** The words of OpenAI and of those who borrowed them, then those of others. */
  private static final Pattern OVERFLOW =
      Pattern.compile(
          "maximum context length|context_length_exceeded|context window|prompt is too long"
              + "|input token count .*exceeds the maximum|input is too long|too many input tokens"
              + "|reduce the length of the messages"
              // xAI, Moonshot, Z.ai, DashScope, llama.cpp, vLLM, SGLang, TGI
              + "|maximum prompt length|exceeded model token limit|prompt exceeds max length"
              + "|range of input length should be|exceeds the available context size"
              + "|longer than the maximum model length|longer than the model's context length"
              + "|`inputs` tokens \\+ `max_new_tokens` must be"
              // hosts of several makers' models
              + "|maximum context limit|input token length too long|but model only supports up to"
              + "|input tokens exceed the configured limit"
              + "|tokens in request more than max tokens allowed");

  /**
   * What input and output were asked for where both together are too much, in OpenAI's words, in
   * OpenRouter's and in vLLM's.
   */
  private static final Pattern TOGETHER =
      Pattern.compile(
          "maximum context length is (\\d{1,18}).*?(?:"
              + "requested (?:about )?(\\d{1,18}) tokens \\(.*?(\\d{1,18}) in the (?:completion|output)"
              + "|requested (\\d{1,18}) output tokens.*?at least (\\d{1,18}) input"
              + "|your request has (\\d{1,18}) input tokens \\((\\d{1,18}) >)");

  /**
   * Google's: "The input token count (9000) exceeds the maximum number of tokens allowed (8192)".
   */
  private static final Pattern COUNTED =
      Pattern.compile(
          "input token count \\(?(\\d{1,18})\\)? exceeds the maximum number of tokens allowed"
              + " \\(?(\\d{1,18})");

  /**
   * OpenAI's "maximum context length is 8192 tokens. However, your messages resulted in 9000
   * tokens", xAI's "maximum prompt length is 8192 but the request contains 9000 tokens".
   */
  private static final Pattern OVERFLOW_FIGURES =
      Pattern.compile(
          "maximum (?:context|prompt) length is (\\d{1,18}).*?(?:resulted in|requested|contains)"
              + " (?:about )?(\\d{1,18})");

  private final String message;
  private final String code;

  private UpstreamErrors(String message, String code) {
    this.message = message;
    this.code = code;
  }

  /** An answer with a status that is no success. */
  public static ApiError decode(int status, Headers headers, byte[] body, Deployment target) {
    UpstreamErrors error = read(Frame.of(body));
    return error.meaning(status, target.provider(), retryAfter(headers));
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

  private ApiError meaning(int status, String provider, @Nullable Long retryAfter) {
    String said = provider + ": " + (message.isEmpty() ? "HTTP " + status : message);
    boolean coded = code.equals("context_length_exceeded");
    if (coded || status == 400 || status == 413 || status == 422) {
      String overflow = overflow();
      if (overflow != null) {
        return ApiError.invalid(overflow);
      }
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
   * In the words that make Claude Code ask for fewer tokens where the input alone would fit, and
   * compact its conversation where it would not.
   */
  private @Nullable String overflow() {
    String all = (code + " " + message).toLowerCase(Locale.ROOT);
    if (!OVERFLOW.matcher(all).find()) {
      return null;
    }
    Matcher together = TOGETHER.matcher(all);
    if (together.find()) {
      long limit = Long.parseLong(together.group(1));
      long output = first(together, 3, 4, 7);
      String both = together.group(2);
      long input = both == null ? first(together, 5, 6) : Long.parseLong(both) - output;
      return input < limit
          ? "input length and `max_tokens` exceed context limit: %d + %d > %d"
              .formatted(input, output, limit)
          : "prompt is too long: %d tokens > %d maximum".formatted(input, limit);
    }
    Matcher counted = COUNTED.matcher(all);
    if (counted.find()) {
      return tooLong(counted.group(1), counted.group(2));
    }
    Matcher figures = OVERFLOW_FIGURES.matcher(all);
    if (figures.find()) {
      return tooLong(figures.group(2), figures.group(1));
    }
    return message.startsWith(TOO_LONG) ? message : TOO_LONG + message;
  }

  private static String tooLong(String input, String limit) {
    return TOO_LONG + input + " tokens > " + limit + " maximum";
  }

  private static long first(Matcher matcher, int... groups) {
    for (int group : groups) {
      if (matcher.group(group) != null) {
        return Long.parseLong(matcher.group(group));
      }
    }
    throw new IllegalStateException("each alternative has all figures");
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

  /** In seconds; the field's other form, a date, is left to the client's own waiting. */
  private static @Nullable Long retryAfter(Headers headers) {
    String value = headers.first("retry-after");
    if (value == null || !value.strip().matches("\\d{1,9}(\\.\\d+)?")) {
      return null;
    }
    long seconds = (long) Math.ceil(Double.parseDouble(value.strip()));
    return Math.min(seconds, MAX_RETRY_AFTER);
  }
}
