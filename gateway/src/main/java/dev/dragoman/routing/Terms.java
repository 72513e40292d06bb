package dev.dragoman.routing;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment's settings say of how it is to be asked. A number that cannot be read counts as
 * not set.
 */
final class Terms {
  private Terms() {}

  /** {@code weight}, {@code rpm} or {@code tpm} as a share of the traffic; 0 if it is not set. */
  static double share(Deployment deployment, String metric) {
    Double share = number(deployment, metric);
    return share == null || !(share > 0) ? 0 : share;
  }

  /** The most requests a minute; null for any number. */
  static @Nullable Long requestsPerMinute(Deployment deployment) {
    return whole(number(deployment, "rpm"));
  }

  /** The most tokens a minute; null for any number. */
  static @Nullable Long tokensPerMinute(Deployment deployment) {
    return whole(number(deployment, "tpm"));
  }

  /** Its place among the deployments of its name, the lowest first; those without one come last. */
  static double order(Deployment deployment) {
    Double order = number(deployment, "order");
    return order == null ? Double.MAX_VALUE : order;
  }

  /** How often a request is tried again after it failed here; null if that is not set. */
  static @Nullable Integer retries(Deployment deployment) {
    Double times = number(deployment, "num_retries");
    times = times == null ? number(deployment, "max_retries") : times;
    return times == null || times < 0 ? null : Integer.valueOf(times.intValue());
  }

  /** For how long it is left alone ({@code cooldown_time}, seconds); null if that is not set. */
  static @Nullable Duration coolDown(Deployment deployment) {
    Double seconds = number(deployment, "cooldown_time");
    return seconds == null || seconds < 0
        ? null
        : Duration.ofMillis(Math.round(Math.min(seconds, 86_400) * 1_000));
  }

  /**
   * What its health is known by: its id, and a digest of what decides whether it is well. So a
   * mapping that is mended is asked again at once, by every gateway, whatever was told of it
   * before.
   */
  static String healthKey(Deployment deployment) {
    int digest =
        Objects.hash(
            deployment.provider(),
            deployment.apiBase(),
            deployment.apiKey(),
            deployment.headers(),
            deployment.settings());
    return deployment.id() + "#" + Integer.toHexString(digest);
  }

  private static @Nullable Long whole(@Nullable Double number) {
    return number == null || number < 0 ? null : Long.valueOf(number.longValue());
  }

  private static @Nullable Double number(Deployment deployment, String setting) {
    RawJson value = deployment.settings().get(setting);
    if (value == null) {
      return null;
    }
    String text = value.toString();
    if (text.startsWith("\"") && text.length() > 1) {
      text = text.substring(1, text.length() - 1);
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
