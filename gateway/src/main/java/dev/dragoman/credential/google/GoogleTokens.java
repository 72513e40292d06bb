package dev.dragoman.credential.google;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.Surroundings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens of Google's, kept until they are about to expire. */
public final class GoogleTokens {
  private final Surroundings surroundings;
  private final GoogleFiles files;
  private final Map<String, GoogleIdentity> identities = new ConcurrentHashMap<>();

  /** With what {@code surroundings} can resolve and reach. */
  public GoogleTokens(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.files = new GoogleFiles(surroundings);
  }

  /**
   * A token that is good for some minutes at least.
   *
   * @throws MissingSecret if there is none; what was read from a file is then read again
   */
  public String token(Authentication.GoogleToken authentication) {
    try {
      return identity(authentication).token();
    } catch (MissingSecret e) {
      identities.remove(place(authentication));
      throw e;
    }
  }

  /** The project of an authentication that names none; null if its credentials do not either. */
  public @Nullable String project(Authentication.GoogleToken authentication) {
    return identity(authentication).project();
  }

  /** The project that is billed for what is called; null for the called one. */
  public @Nullable String quotaProject(Authentication.GoogleToken authentication) {
    return identity(authentication).quotaProject();
  }

  private GoogleIdentity identity(Authentication.GoogleToken authentication) {
    return identities.computeIfAbsent(
        place(authentication),
        place -> place.isEmpty() ? files.applicationDefault() : files.at(place));
  }

  /** The path of the credentials, or their JSON; empty for the application default. */
  private String place(Authentication.GoogleToken authentication) {
    SecretRef reference = authentication.credentials();
    return reference == null ? "" : surroundings.document(reference);
  }
}
