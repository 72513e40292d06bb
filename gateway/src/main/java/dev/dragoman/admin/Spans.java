package dev.dragoman.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as LiteLLM writes them: {@code 30s}, {@code 30m}, {@code 30h}, {@code 30d},
 * {@code 1w}, {@code 1mo}, or {@code hourly}, {@code daily}, {@code weekly}, {@code monthly}.
 */
final class Spans {
  private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,4})(s|mo|m|h|d|w)");

  private Spans() {}

  /** Whether that is one. */
  static boolean isOne(String text) {
    return SPAN.matcher(plain(text)).matches();
  }

  /** The instant so long after another; {@code span} must be one. */
  static Instant after(Instant start, String span) {
    Matcher matcher = SPAN.matcher(plain(span));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(span);
    }
    int count = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> start.plus(Duration.ofSeconds(count));
      case "m" -> start.plus(Duration.ofMinutes(count));
      case "h" -> start.plus(Duration.ofHours(count));
      case "d" -> start.plus(Duration.ofDays(count));
      case "w" -> start.plus(Duration.ofDays(7L * count));
      default -> start.atOffset(ZoneOffset.UTC).plusMonths(count).toInstant();
    };
  }

  /** The words in numbers. */
  static String plain(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "hourly" -> "1h";
      case "daily" -> "24h";
      case "weekly" -> "7d";
      case "monthly" -> "30d";
      default -> text;
    };
  }
}
