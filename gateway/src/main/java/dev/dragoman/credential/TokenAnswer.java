package dev.dragoman.credential;

import dev.dragoman.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a token server answers: a flat JSON object of texts and numbers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC 6749, 5</a>
 */
public record TokenAnswer(int status, Map<String, String> fields) {
  private static final int LONGEST_REASON = 400;

  public TokenAnswer {
    fields = Map.copyOf(fields);
  }

  /** What an answer says; nothing where it is no JSON object. */
  public static TokenAnswer of(int status, byte[] body) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser in = Json.parser(body)) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          if (in.nextToken().isScalarValue()) {
            fields.put(name, in.getString());
          } else {
            nested(in, fields);
          }
        }
      }
    } catch (JacksonException _) {
      fields.clear();
    }
    return new TokenAnswer(status, fields);
  }

  /** Google's APIs put the reason in {@code error.message}. */
  private static void nested(JsonParser in, Map<String, String> fields) {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (in.nextToken().isScalarValue()) {
        fields.putIfAbsent(name, in.getString());
      } else {
        in.skipChildren();
      }
    }
  }

  /** The token and its end; null if there is none. */
  public KeptToken.@Nullable Token token(Instant now) {
    String value = fields.get("access_token");
    if (status != 200 || value == null || value.isEmpty()) {
      return null;
    }
    Long at = number("expires_on");
    Long in = number("expires_in");
    Instant end =
        in != null
            ? now.plusSeconds(in)
            : at != null ? Instant.ofEpochSecond(at) : now.plus(Duration.ofMinutes(5));
    return new KeptToken.Token(value, end);
  }

  private @Nullable Long number(String name) {
    String text = fields.get(name);
    return text != null && text.matches("[0-9]{1,12}") ? Long.valueOf(text) : null;
  }

  /** The status and the server's reason, in one line. */
  public String reason() {
    String error = fields.get("error");
    String description = fields.get("error_description");
    if (description == null) {
      description = fields.get("message");
    }
    String reason =
        "HTTP "
            + status
            + (error == null ? "" : " " + error)
            + (description == null ? "" : ": " + description);
    return oneLine(reason);
  }

  /** {@code text} in one line of bounded length. */
  public static String oneLine(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }

  @Override
  public String toString() {
    return "TokenAnswer[" + status + ", " + fields.keySet() + "]";
  }
}
