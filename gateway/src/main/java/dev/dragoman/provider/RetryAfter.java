package dev.dragoman.provider;

import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to be left alone: {@code retry-after-ms}, as OpenAI and Azure say;
 * {@code retry-after}, in seconds or as a date (RFC 9110, section 10.2.3), which is measured from
 * the answer's own {@code date}; or the {@code retryDelay} in the body of Google's.
 *
 * @see <a href="https://cloud.google.com/apis/design/errors">RetryInfo</a>
 */
final class RetryAfter {
  private static final long MOST_SECONDS = 3_600;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern DELAY =
      Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,6}(?:\\.\\d{1,9})?)s\"");

  private RetryAfter() {}

  /** In whole seconds, no more than an hour; null if nothing is said that can be understood. */
  static @Nullable Long seconds(Headers headers, byte[] body) {
    Long millis = number(headers.first("retry-after-ms"), 0.001);
    if (millis != null) {
      return millis;
    }
    String value = headers.first("retry-after");
    if (value == null) {
      Matcher delay = DELAY.matcher(new String(body, StandardCharsets.ISO_8859_1));
      return delay.find() ? number(delay.group(1), 1) : null;
    }
    Long seconds = number(value, 1);
    return seconds == null ? until(value, headers.first("date")) : seconds;
  }

  private static @Nullable Long number(@Nullable String value, double unit) {
    if (value == null || !NUMBER.matcher(value.strip()).matches()) {
      return null;
    }
    return Math.min((long) Math.ceil(Double.parseDouble(value.strip()) * unit), MOST_SECONDS);
  }

  private static @Nullable Long until(String value, @Nullable String date) {
    if (date == null) {
      return null;
    }
    try {
      long seconds = Duration.between(instant(date), instant(value)).toSeconds();
      return Math.clamp(seconds, 0, MOST_SECONDS);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant instant(String text) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
  }
}
