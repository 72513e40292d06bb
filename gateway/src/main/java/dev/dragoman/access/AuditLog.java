package dev.dragoman.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The port to the record of what was changed by whom. A store that cannot be reached throws {@link
 * java.io.UncheckedIOException}.
 */
public interface AuditLog {
  /**
   * Writes an entry. One that has its place changes nothing, whatever it says: what was written
   * stays as it is.
   */
  void write(Entry entry);

  /**
   * Entries from one instant up to, and not including, another, the newest first.
   *
   * @param after the {@link Entry#place} of the last entry of the page before; null for the first
   *     page
   */
  List<Entry> list(Instant from, Instant until, @Nullable String after, int limit);

  /**
   * One change.
   *
   * @param id the request's id
   * @param actor who: {@code master}, or a user's id, or a key's name
   * @param action {@code created}, {@code updated}, {@code deleted}, {@code rotated}, {@code
   *     blocked}, {@code unblocked}
   * @param kind what: {@code key}, {@code user}, {@code team}, {@code budget}, {@code model},
   *     {@code config}
   * @param subject its id
   * @param before as JSON, without secrets; null if there was nothing. Of more than 50,000
   *     characters only their number and their SHA-256 are kept: {@code
   *     {"characters":60000,"sha256":"..."}}
   * @param after as JSON, without secrets; null if there is nothing; likewise
   */
  record Entry(
      String id,
      Instant at,
      String actor,
      String action,
      String kind,
      String subject,
      @Nullable String before,
      @Nullable String after) {
    private static final int LONGEST = 50_000;

    public Entry {
      before = bounded(before);
      after = bounded(after);
    }

    /**
     * Where it stands in the log: its time, and what tells it from others of that time. In the
     * order of these texts entries are in the order of their times.
     */
    public String place() {
      String rest = sha256(String.join("\n", id, kind, action, subject)).substring(0, 32);
      return place(at) + "/" + rest;
    }

    /** What the places of that instant begin with. */
    public static String place(Instant at) {
      long seconds = Math.clamp(at.getEpochSecond(), 0, 999_999_999_999L);
      return String.format(Locale.ROOT, "%012d.%09d", seconds, at.getNano());
    }

    private static @Nullable String bounded(@Nullable String json) {
      return json == null || json.length() <= LONGEST
          ? json
          : "{\"characters\":" + json.length() + ",\"sha256\":\"" + sha256(json) + "\"}";
    }

    private static String sha256(String text) {
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
