package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * A provider's own counting, whose answer is a JSON object with the count in one field.
 *
 * @param provider its name, for messages
 * @param field the field: {@code input_tokens}, {@code totalTokens}
 */
public record TokenCount(String provider, String field, Function<MessagesRequest, Encoded> encoding)
    implements Provider.Counting {
  @Override
  public Encoded encode(MessagesRequest request) {
    return encoding.apply(request);
  }

  @Override
  public long read(byte[] body) {
    try (JsonParser in = Json.parser(body)) {
      in.nextToken();
      for (String name = Json.firstName(in); name != null; name = in.nextName()) {
        in.nextToken();
        Long count = name.equals(field) ? Json.count(in) : null;
        if (count != null) {
          return count;
        }
        in.skipChildren();
      }
    } catch (JacksonException e) {
      throw new ApiException(unreadable(), e);
    }
    throw unreadable().toException();
  }

  private ApiError unreadable() {
    return ApiError.of(ErrorType.API, provider + " did not say how many tokens there are");
  }
}
