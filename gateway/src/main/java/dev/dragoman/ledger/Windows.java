package dev.dragoman.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one length, one right after the other, from all time to all time. Which one an instant
 * is in depends on the length and on nothing else: no clock, zone or machine, nor when a limit was
 * set.
 *
 * <p>They begin where LiteLLM's budgets are reset, wherever its rule gives the same answer to all
 * who ask: days at midnight (UTC), {@code 7d} on Mondays, {@code 30d} and {@code 1mo} on the first
 * of a month, hours, minutes and seconds at multiples of themselves. Where LiteLLM counts from the
 * day it happens to look ({@code 14d}), or begins anew within a day ({@code 7h} at midnight, an
 * hour after that at 21:00 ended), these go on without a break: any length but months is counted
 * from a Monday. Of several months, which LiteLLM refuses to reset, the first is the one that makes
 * them fit a year: {@code 3mo} are quarters.
 *
 * @param seconds how long each is; 0 where it is months
 * @param months how many of the calendar each is; 0 where it is seconds
 * @see <a
 *     href="https://github.com/BerriAI/litellm/blob/main/litellm/litellm_core_utils/duration_parser.py">LiteLLM's
 *     rule</a>
 */
public record Windows(long seconds, int months) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(mo|[smhdw])");
  private static final Map<String, String> WORDS =
      Map.of("hourly", "1h", "daily", "24h", "weekly", "7d", "monthly", "30d");

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** The first Monday of the time that computers count. */
  private static final long MONDAY = LocalDate.of(1970, 1, 5).toEpochDay() * DAY;

  /** A hundred years: whoever means longer means no window. */
  private static final long LONGEST = 36_525 * DAY;

  private static final int MOST_MONTHS = 1_200;

  /** How much of a text that is no length is told to who sent it. */
  private static final int SHOWN = 40;

  private static final Windows MINUTES = new Windows(MINUTE, 0);

  public Windows {
    boolean fixed = seconds > 0 && seconds <= LONGEST && months == 0;
    boolean ofCalendar = months > 0 && months <= MOST_MONTHS && seconds == 0;
    if (!fixed && !ofCalendar) {
      throw new IllegalArgumentException("a window is between a second and a hundred years long");
    }
  }

  /**
   * Windows as long as LiteLLM's {@code budget_duration} says: {@code 30s}, {@code 30m}, {@code
   * 30h}, {@code 30d}, {@code 2w}, {@code 1mo}, or {@code hourly}, {@code daily}, {@code weekly},
   * {@code monthly}.
   *
   * @throws IllegalArgumentException that says what would be right
   */
  public static Windows of(String duration) {
    String text = WORDS.getOrDefault(duration.strip().toLowerCase(Locale.ROOT), duration);
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(duration, "is not a length of time: write a number and s, m, h, d, w or mo");
    }
    long count = Long.parseLong(form.group(1));
    long unit =
        switch (form.group(2)) {
          case "s" -> 1;
          case "m" -> MINUTE;
          case "h" -> HOUR;
          case "d" -> DAY;
          case "w" -> 7 * DAY;
          default -> 0;
        };
    if (count == 0) {
      throw wrong(duration, "is no time at all: leave it out for a budget that is never reset");
    }
    if (unit == 0 ? count > MOST_MONTHS : count > LONGEST / unit) {
      throw wrong(duration, "is over a hundred years: leave it out for one that is never reset");
    }
    boolean month = unit == 0 || (text.endsWith("d") && count == 30);
    return month ? new Windows(0, unit == 0 ? (int) count : 1) : new Windows(count * unit, 0);
  }

  /**
   * The window that {@code now} is in.
   *
   * @param duration as for {@link #of}; null for one without end
   */
  public static Window at(@Nullable String duration, Instant now) {
    return duration == null ? Window.ALWAYS : of(duration).at(now);
  }

  /** The minute that {@code now} is in, for limits of so much a minute. */
  public static Window minute(Instant now) {
    return MINUTES.at(now);
  }

  /** The one of these that {@code now} is in: from its start on, and before its end. */
  public Window at(Instant now) {
    if (months > 0) {
      long month = now.atOffset(ZoneOffset.UTC).getLong(ChronoField.PROLEPTIC_MONTH);
      long first = Math.floorDiv(month, months) * months;
      return window(monthStart(first), monthStart(first + months));
    }
    long start = Math.floorDiv(now.getEpochSecond() - MONDAY, seconds) * seconds + MONDAY;
    return window(Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + seconds));
  }

  /** With the length, since those of different lengths begin together now and then. */
  private Window window(Instant start, Instant end) {
    return new Window(start + "/" + this, end);
  }

  private static Instant monthStart(long prolepticMonth) {
    return LocalDate.EPOCH
        .with(ChronoField.PROLEPTIC_MONTH, prolepticMonth)
        .atStartOfDay()
        .toInstant(ZoneOffset.UTC);
  }

  /** The same text for all ways to write a length: {@code 7d} for {@code 1w} and {@code 168h}. */
  @Override
  public String toString() {
    if (months > 0) {
      return months + "mo";
    }
    if (seconds % DAY == 0) {
      return seconds / DAY + "d";
    }
    if (seconds % HOUR == 0) {
      return seconds / HOUR + "h";
    }
    return seconds % MINUTE == 0 ? seconds / MINUTE + "m" : seconds + "s";
  }

  private static IllegalArgumentException wrong(String duration, String why) {
    String shown = duration.length() > SHOWN ? duration.substring(0, SHOWN) + "..." : duration;
    return new IllegalArgumentException(
        "\"" + shown + "\" " + why + "; for example 30m, 12h, 7d or 1mo");
  }
}
