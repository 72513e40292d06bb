package dev.dragoman.credential;

import dev.dragoman.wire.UpstreamRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What must not be read in a message or a log: values that are secret, and what looks like one. */
public record Secrets(List<String> values) {
  /** None are known by value. */
  public static final Secrets NONE = new Secrets(List.of());

  /** A shorter value would be found where it does not stand. */
  private static final int SHORTEST = 6;

  private static final String MASK = "***";

  /** Keys as providers begin them; theirs are quoted in part, too. */
  private static final Pattern KEY =
      Pattern.compile(
          "\\b(sk|gsk|csk|key|tgp|xai|nvapi|hf|fw|r8|pplx|tvly|ghp|github_pat)[-_][\\w*.-]{4,}");

  /** Headers that nobody is let in by; all others of {@code extra_headers} may be secret. */
  private static final Set<String> PLAIN =
      Set.of(
          "content-type",
          "accept",
          "accept-encoding",
          "user-agent",
          "anthropic-version",
          "anthropic-beta",
          "openai-organization",
          "openai-project",
          "http-referer",
          "x-title",
          "x-goog-user-project");

  /**
   * Those that {@code authorized} has in its headers and {@code plain} has not, and what {@code
   * plain} has where secrets may stand.
   */
  public static Secrets in(UpstreamRequest authorized, UpstreamRequest plain) {
    List<String> values = new ArrayList<>();
    authorized
        .headers()
        .forEach((name, value) -> {
          String secret = value.startsWith("Bearer ") ? value.substring(7) : value;
          boolean added = !plain.headers().all(name).contains(value);
          if (secret.length() >= SHORTEST
              && (added || !PLAIN.contains(name.toLowerCase(Locale.ROOT)))) {
            values.add(secret);
          }
        });
    return new Secrets(List.copyOf(values));
  }

  /** These and others. */
  public Secrets and(Secrets others) {
    Set<String> all = new LinkedHashSet<>(values);
    all.addAll(others.values);
    return new Secrets(List.copyOf(all));
  }

  /** {@code text} without them. */
  public String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return KEY.matcher(masked).replaceAll("$1-" + MASK);
  }

  @Override
  public String toString() {
    return values.size() + " secrets";
  }
}
