package dev.dragoman.lambda.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The status and the headers of an HTTP answer, as a streamed answer begins with them.
 *
 * <p>Function URLs read {@code statusCode}, {@code headers} and {@code cookies}; API Gateway reads
 * {@code multiValueHeaders} too. Headers keep the order they are given in. API Gateway wants the
 * whole prelude within the first 16 KB.
 *
 * @param statusCode 100 to 599
 * @param headers one value a name
 * @param multiValueHeaders several values a name
 * @param cookies values of {@code set-cookie}
 */
public record HttpPrelude(
    int statusCode,
    Map<String, String> headers,
    Map<String, List<String>> multiValueHeaders,
    List<String> cookies) {

  public HttpPrelude {
    if (statusCode < 100 || statusCode > 599) {
      throw new IllegalArgumentException("no HTTP status: " + statusCode);
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    multiValueHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(multiValueHeaders));
    cookies = List.copyOf(cookies);
  }

  /** A prelude with single-valued headers only. */
  public static HttpPrelude of(int statusCode, Map<String, String> headers) {
    return new HttpPrelude(statusCode, headers, Map.of(), List.of());
  }

  /** The JSON object, in UTF-8; what is empty is left out. */
  public byte[] toJson() {
    return fields().append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same answer with its cookies among the multi-valued headers, which is where the proxy form
   * of a REST API has them.
   */
  HttpPrelude withCookiesAsHeaders() {
    if (cookies.isEmpty()) {
      return this;
    }
    Map<String, List<String>> all = new LinkedHashMap<>(multiValueHeaders);
    all.put("set-cookie", cookies);
    return new HttpPrelude(statusCode, headers, all, List.of());
  }

  /** The JSON object without its closing brace. */
  StringBuilder fields() {
    StringBuilder json = new StringBuilder(256).append("{\"statusCode\":").append(statusCode);
    if (!headers.isEmpty()) {
      json.append(",\"headers\":{");
      String comma = "";
      for (Map.Entry<String, String> header : headers.entrySet()) {
        json.append(comma);
        Json.quote(header.getKey(), json).append(':');
        Json.quote(header.getValue(), json);
        comma = ",";
      }
      json.append('}');
    }
    if (!multiValueHeaders.isEmpty()) {
      json.append(",\"multiValueHeaders\":{");
      String comma = "";
      for (Map.Entry<String, List<String>> header : multiValueHeaders.entrySet()) {
        json.append(comma);
        Json.quote(header.getKey(), json).append(':');
        Json.quote(header.getValue(), json);
        comma = ",";
      }
      json.append('}');
    }
    if (!cookies.isEmpty()) {
      Json.quote(cookies, json.append(",\"cookies\":"));
    }
    return json;
  }
}
