package dev.dragoman.exchange;

import dev.dragoman.messages.ApiException;
import dev.dragoman.wire.Headers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one request asks of the gateway itself, in headers.
 *
 * @param timeout for a whole answer ({@code x-litellm-timeout}, seconds)
 * @param streamTimeout until the first content ({@code x-litellm-stream-timeout}, seconds)
 * @param retries after the first attempt ({@code x-litellm-num-retries})
 * @param tags which deployments may be asked ({@code x-litellm-tags}, separated by commas)
 * @param callId what the caller knows the request by ({@code x-litellm-call-id})
 * @see <a href="https://docs.litellm.ai/docs/proxy/request_headers">Request headers</a>
 */
record CallOptions(
    @Nullable Duration timeout,
    @Nullable Duration streamTimeout,
    @Nullable Integer retries,
    Set<String> tags,
    @Nullable String callId) {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
  private static final Pattern COUNT = Pattern.compile("\\d{1,2}");
  private static final Pattern ID = Pattern.compile("[!-~]{1,200}");

  /**
   * The options in {@code headers}.
   *
   * @throws ApiException if one of them cannot be read
   */
  static CallOptions of(Headers headers) {
    return new CallOptions(
        seconds(headers, "x-litellm-timeout"),
        seconds(headers, "x-litellm-stream-timeout"),
        count(headers, "x-litellm-num-retries"),
        texts(headers, "x-litellm-tags"),
        id(headers, "x-litellm-call-id"));
  }

  private static @Nullable Duration seconds(Headers headers, String name) {
    String value = headers.first(name);
    if (value == null) {
      return null;
    }
    if (!SECONDS.matcher(value.strip()).matches()) {
      throw ApiException.invalid(name, "must be a number of seconds");
    }
    long nanos = new BigDecimal(value.strip()).movePointRight(9).longValue();
    if (nanos == 0) {
      throw ApiException.invalid(name, "must be more than 0 seconds");
    }
    return Duration.ofNanos(nanos);
  }

  private static @Nullable Integer count(Headers headers, String name) {
    String value = headers.first(name);
    if (value == null) {
      return null;
    }
    if (!COUNT.matcher(value.strip()).matches()) {
      throw ApiException.invalid(name, "must be a number from 0 to 99");
    }
    return Integer.valueOf(value.strip());
  }

  private static Set<String> texts(Headers headers, String name) {
    String value = headers.first(name);
    return value == null
        ? Set.of()
        : Arrays.stream(value.split(",", -1))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String id(Headers headers, String name) {
    String value = headers.first(name);
    return value != null && ID.matcher(value).matches() ? value : null;
  }
}
