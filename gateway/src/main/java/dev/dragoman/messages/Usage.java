package dev.dragoman.messages;

import org.jspecify.annotations.Nullable;

/**
 * Tokens used by one answer, by kind; a kind that nobody stated is null, never 0. The kinds do not
 * overlap, as in the Messages API: {@code input} excludes what was read from or written to a cache;
 * {@code thinking} alone is a part of {@code output}.
 *
 * @param origin how the figures came to be
 * @param input input tokens neither read from nor written to a cache
 * @param output output tokens, thinking included
 * @param cacheRead input tokens read from a cache
 * @param cacheWrite5m input tokens written to a cache for five minutes
 * @param cacheWrite1h input tokens written to a cache for an hour
 * @param thinking output tokens spent on thinking
 * @param searches searches of the web, each
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages API, usage</a>
 */
public record Usage(
    Origin origin,
    @Nullable Long input,
    @Nullable Long output,
    @Nullable Long cacheRead,
    @Nullable Long cacheWrite5m,
    @Nullable Long cacheWrite1h,
    @Nullable Long thinking,
    @Nullable Long searches) {

  /** How figures came to be. */
  public enum Origin {
    /** The provider stated them. */
    REPORTED,
    /** This gateway estimated them. */
    ESTIMATED,
    /** Nobody knows. */
    MISSING
  }

  /** Nothing is known. */
  public static final Usage MISSING =
      new Usage(Origin.MISSING, null, null, null, null, null, null, null);

  /** About how many tokens a text has: English and code run to some four characters a token. */
  public static long tokensByLength(long characters) {
    return (characters + 3) / 4;
  }

  /** Input and output as the provider stated them, without a cache. */
  public static Usage reported(long input, long output) {
    return new Usage(Origin.REPORTED, input, output, null, null, null, null, null);
  }

  /** Input and output as this gateway estimates them. */
  public static Usage estimated(long input, long output) {
    return new Usage(Origin.ESTIMATED, input, output, null, null, null, null, null);
  }

  /**
   * What both used together; of a kind that one of them does not state, what the other states. It
   * is as certain as the less certain of them.
   */
  public Usage plus(Usage other) {
    return new Usage(
        origin.compareTo(other.origin) >= 0 ? origin : other.origin,
        sum(input, other.input),
        sum(output, other.output),
        sum(cacheRead, other.cacheRead),
        sum(cacheWrite5m, other.cacheWrite5m),
        sum(cacheWrite1h, other.cacheWrite1h),
        sum(thinking, other.thinking),
        sum(searches, other.searches));
  }

  private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    return a == null ? b : b == null ? a : Long.valueOf(a + b);
  }

  /** The same with so many searches of the web. */
  public Usage withSearches(long count) {
    return new Usage(origin, input, output, cacheRead, cacheWrite5m, cacheWrite1h, thinking, count);
  }
}
