package dev.dragoman.credential.google;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.dragoman.credential.KeptToken;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.Surroundings;
import dev.dragoman.credential.TokenAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Credentials of Google's that were read from somewhere, and the token they have now. */
final class GoogleIdentity {
  private final GoogleCredentials google;
  private final String place;
  private final Surroundings surroundings;
  private final KeptToken token;

  /**
   * @param place where they were read, for messages
   */
  GoogleIdentity(GoogleCredentials google, String place, Surroundings surroundings) {
    this.google = google;
    this.place = place;
    this.surroundings = surroundings;
    this.token = new KeptToken(this::fetch, surroundings.clock());
  }

  String token() {
    return token.value();
  }

  /** The project they belong to; null if they do not say. */
  @Nullable String project() {
    return google.getProjectId();
  }

  /** The project that is billed for what they call; null for the called one. */
  @Nullable String quotaProject() {
    return google.getQuotaProjectId();
  }

  @SuppressWarnings("JavaUtilDate") // The library's.
  private KeptToken.Token fetch() {
    try {
      AccessToken fetched = google.refreshAccessToken();
      String value = fetched == null ? null : fetched.getTokenValue();
      if (fetched == null || value == null || value.isEmpty()) {
        throw new IOException("the answer holds no access_token");
      }
      Date end = fetched.getExpirationTime();
      return new KeptToken.Token(
          value,
          end == null
              ? surroundings.clock().instant().plus(Duration.ofMinutes(5))
              : Instant.ofEpochMilli(end.getTime()));
    } catch (IOException | RuntimeException e) {
      throw missing(e);
    }
  }

  private MissingSecret missing(Exception fault) {
    String message = "no token for " + place + ": " + reason(fault);
    HttpResponseException refused = refused(fault);
    if (refused != null) {
      return MissingSecret.refused(refused.getStatusCode(), message);
    }
    return fault instanceof IOException
        ? MissingSecret.forNow(message)
        : new MissingSecret(message);
  }

  private static @Nullable HttpResponseException refused(Throwable fault) {
    int depth = 0;
    for (Throwable at = fault; at != null && depth < 10; at = at.getCause()) {
      if (at instanceof HttpResponseException refused) {
        return refused;
      }
      depth++;
    }
    return null;
  }

  /** What the server said, or why there was none; the library's own message quotes too much. */
  static String reason(Throwable fault) {
    HttpResponseException refused = refused(fault);
    if (refused != null) {
      String content = refused.getContent();
      return TokenAnswer.of(
              refused.getStatusCode(),
              (content == null ? "" : content).getBytes(StandardCharsets.UTF_8))
          .reason();
    }
    String reason = fault.getMessage();
    int depth = 0;
    for (Throwable at = fault; at != null && depth < 10; at = at.getCause()) {
      reason = at.getMessage() == null ? reason : at.getMessage();
      depth++;
    }
    return TokenAnswer.oneLine(reason == null ? fault.getClass().getSimpleName() : reason);
  }
}
