package dev.dragoman.provider.gemini;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Provider;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Gemini's own counting of tokens.
 *
 * @see <a href="https://ai.google.dev/api/tokens">Counting tokens</a>
 */
record GeminiCounting(Function<MessagesRequest, Encoded> encoding) implements Provider.Counting {
  @Override
  public Encoded encode(MessagesRequest request) {
    return encoding.apply(request);
  }

  @Override
  public long read(byte[] body) {
    try (JsonParser in = Json.parser(body)) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (name.equals("totalTokens") && token == JsonToken.VALUE_NUMBER_INT) {
          return in.getLongValue();
        }
        in.skipChildren();
      }
    } catch (JacksonException e) {
      throw ApiError.of(ErrorType.API, "the count of tokens is not valid JSON").toException();
    }
    throw ApiError.of(ErrorType.API, "the count of tokens says no total").toException();
  }
}
