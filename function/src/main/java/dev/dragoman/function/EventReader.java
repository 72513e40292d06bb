package dev.dragoman.function;

import dev.dragoman.http.Request;
import dev.dragoman.json.Json;
import dev.dragoman.wire.Headers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads an event in one pass: proxy events of REST APIs, and those of function URLs and HTTP APIs
 * in their version 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">REST
 *     proxy events</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html">Function URL
 *     events</a>
 */
final class EventReader {
  private static final byte[] NOTHING = {};

  private final JsonParser in;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, List<String>> pathParameters = new LinkedHashMap<>();
  private final List<String> cookies = new ArrayList<>();
  private @Nullable String httpMethod;
  private @Nullable String contextMethod;
  private @Nullable String path;
  private @Nullable String contextPath;
  private @Nullable String stage;
  private @Nullable String resource;
  private @Nullable String rawQuery;
  private @Nullable String source;
  private boolean base64;
  private int bodyAt = -1;

  private EventReader(JsonParser in) {
    this.in = in;
  }

  /** The event in {@code json}, of which nothing is kept. */
  static Event read(byte[] json) {
    try (JsonParser in = Json.parser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return new Event.Unknown("the event is not a JSON object");
      }
      EventReader reader = new EventReader(in);
      reader.members();
      return reader.event(json);
    } catch (JacksonException e) {
      return new Event.Unknown("the event is not JSON");
    } catch (IllegalArgumentException e) {
      return new Event.Unknown("the event holds no valid request: " + e.getMessage());
    }
  }

  private void members() {
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "httpMethod" -> httpMethod = text();
        case "path", "rawPath" -> path = text();
        case "resource" -> resource = text();
        case "routeKey" -> resource = route(text());
        case "rawQueryString" -> rawQuery = text();
        case "source" -> source = text();
        case "isBase64Encoded" -> base64 = "true".equals(text());
        case "headers", "multiValueHeaders" -> texts(headers);
        case "queryStringParameters", "multiValueQueryStringParameters" -> texts(query);
        case "pathParameters" -> texts(pathParameters);
        case "cookies" -> values(cookies);
        case "requestContext" -> context();
        case "body" -> {
          if (in.currentToken() == JsonToken.VALUE_STRING) {
            bodyAt = (int) in.currentTokenLocation().getByteOffset();
          }
          in.skipChildren();
        }
        default -> in.skipChildren();
      }
    }
  }

  private void context() {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "path" -> contextPath = text();
        case "stage" -> stage = text();
        case "http" -> {
          Map<String, List<String>> http = new LinkedHashMap<>();
          texts(http);
          contextMethod = first(http, "method");
        }
        default -> in.skipChildren();
      }
    }
  }

  private @Nullable String text() {
    JsonToken token = in.currentToken();
    if (token.isScalarValue()) {
      return token == JsonToken.VALUE_NULL ? null : in.getString();
    }
    in.skipChildren();
    return null;
  }

  /** An object of texts or of lists of them; a list replaces the one text of the same name. */
  private void texts(Map<String, List<String>> into) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      List<String> values = new ArrayList<>(1);
      values(values);
      List<String> before = into.get(name);
      if (!values.isEmpty() && (before == null || before.size() < values.size())) {
        into.put(name, values);
      }
    }
  }

  private void values(List<String> into) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      add(into, text());
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      add(into, text());
    }
  }

  private static void add(List<String> into, @Nullable String value) {
    if (value != null) {
      into.add(value);
    }
  }

  private Event event(byte[] json) {
    String method = httpMethod == null ? contextMethod : httpMethod;
    if (method == null) {
      return "aws.events".equals(source)
          ? new Event.Tick()
          : new Event.Unknown(
              "the event is neither of a REST API (it has no httpMethod) nor of a function URL (it has"
                  + " no requestContext.http)");
    }
    Headers.Builder fields = Headers.builder();
    headers.forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
    if (!cookies.isEmpty()) {
      fields.add("cookie", String.join("; ", cookies));
    }
    Request request = new Request(method, requestPath(), query(), fields.build(), body(json));
    return new Event.Http(request, httpMethod != null);
  }

  private byte[] body(byte[] json) {
    if (bodyAt < 0) {
      return NOTHING;
    }
    byte[] body = JsonString.bytes(json, bodyAt);
    return base64 ? Base64.getDecoder().decode(body) : body;
  }

  /**
   * The path without what stands before the API: the stage, or the base path of a domain of one's
   * own. What the route matched is free of both, so it goes first.
   */
  private String requestPath() {
    if (resource != null && resource.startsWith("/")) {
      int brace = resource.indexOf('{');
      if (brace < 0) {
        return resource;
      }
      String rest =
          resource.endsWith("+}")
              ? first(pathParameters, resource.substring(brace + 1, resource.length() - 2))
              : null;
      if (rest != null) {
        return resource.substring(0, brace) + rest;
      }
    }
    String sent = path == null ? contextPath : path;
    if (sent == null || !sent.startsWith("/")) {
      return "/";
    }
    String prefix = "/" + stage;
    if (sent.equals(prefix)) {
      return "/";
    }
    return sent.startsWith(prefix + "/") ? sent.substring(prefix.length()) : sent;
  }

  private @Nullable String query() {
    if (rawQuery != null) {
      return rawQuery.isEmpty() ? null : rawQuery;
    }
    List<String> pairs = new ArrayList<>();
    query.forEach(
        (name, values) -> values.forEach(value -> pairs.add(escaped(name) + "=" + escaped(value))));
    return pairs.isEmpty() ? null : String.join("&", pairs);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static @Nullable String first(Map<String, List<String>> texts, String name) {
    List<String> values = texts.get(name);
    return values == null ? null : values.getFirst();
  }

  /** The path of a route such as {@code ANY /{proxy+}}; {@code $default} has none. */
  private static @Nullable String route(@Nullable String key) {
    return key == null ? null : key.substring(key.indexOf(' ') + 1);
  }
}
