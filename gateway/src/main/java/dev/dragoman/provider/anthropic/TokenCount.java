package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.Provider;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Anthropic's own counting.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages-count-tokens">Count tokens</a>
 */
record TokenCount(Function<MessagesRequest, Encoded> encoding) implements Provider.Counting {
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
        if (name.equals("input_tokens") && token == JsonToken.VALUE_NUMBER_INT) {
          return in.getLongValue();
        }
        in.skipChildren();
      }
    } catch (JacksonException e) {
      throw new ApiException(unreadable(), e);
    }
    throw unreadable().toException();
  }

  private static ApiError unreadable() {
    return ApiError.of(ErrorType.API, "anthropic did not say how many tokens there are");
  }
}
