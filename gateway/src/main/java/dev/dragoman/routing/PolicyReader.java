package dev.dragoman.routing;

import dev.dragoman.routing.Failure.Kind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts by kind of failure, as LiteLLM's {@code retry_policy} and {@code allowed_fails_policy}
 * write them: {@code RateLimitErrorRetries: 3}.
 *
 * <p>An {@code InternalServerError} is also one who is busy or cannot be reached, unless {@code
 * ServiceUnavailableError} or {@code BadGatewayError} speak of those who are busy; the default
 * ({@code DefaultRetries}) is that of faults which pass.
 *
 * @see <a
 *     href="https://docs.litellm.ai/docs/routing#advanced-custom-retries-cooldowns-based-on-error-type">LiteLLM,
 *     retries by type of error</a>
 */
final class PolicyReader {
  /** From the general to the particular, in which order they are put. */
  private static final Map<String, List<Kind>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(
        "Default",
        List.of(Kind.RATE_LIMIT, Kind.OVERLOADED, Kind.SERVER, Kind.TIMEOUT, Kind.CONNECTION));
    KINDS.put("InternalServerError", List.of(Kind.SERVER, Kind.OVERLOADED, Kind.CONNECTION));
    KINDS.put("BadGatewayError", List.of(Kind.OVERLOADED));
    KINDS.put("ServiceUnavailableError", List.of(Kind.OVERLOADED));
    KINDS.put("BadRequestError", List.of(Kind.BAD_REQUEST));
    KINDS.put("AuthenticationError", List.of(Kind.AUTHENTICATION));
    KINDS.put("TimeoutError", List.of(Kind.TIMEOUT));
    KINDS.put("RateLimitError", List.of(Kind.RATE_LIMIT));
    KINDS.put("ContentPolicyViolationError", List.of(Kind.CONTENT_POLICY));
    KINDS.put("NotFoundError", List.of(Kind.NOT_FOUND));
  }

  private PolicyReader() {}

  /**
   * The counts of an object.
   *
   * @param suffix {@code Retries} or {@code AllowedFails}
   * @param unknown takes the ways to entries that mean nothing here
   */
  static Map<Kind, Integer> read(SettingCursor in, String suffix, List<List<String>> unknown) {
    Map<String, Integer> written = new LinkedHashMap<>();
    in.entries(
        "a mapping like {RateLimitError" + suffix + ": 3}",
        key -> {
          String error =
              key.endsWith(suffix) ? key.substring(0, key.length() - suffix.length()) : "";
          if (!KINDS.containsKey(error)) {
            unknown.add(in.path());
            in.skip();
            return;
          }
          Integer count = in.count();
          if (count != null) {
            written.put(error, count);
          }
        });
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    KINDS.forEach((error, kinds) -> {
      Integer count = written.get(error);
      if (count != null) {
        kinds.forEach(kind -> counts.put(kind, count));
      }
    });
    return counts;
  }
}
