package dev.dragoman.credential.google;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import java.util.Objects;

/** Tokens of Google's, kept until they are about to expire. */
public final class GoogleTokens {
  /** With what {@code credentials} can resolve and reach. */
  public GoogleTokens(Credentials credentials) {
    Objects.requireNonNull(credentials);
  }

  /** A token that is good for some minutes at least. */
  @SuppressWarnings("DoNotCallSuggester")
  public String token(Authentication.GoogleToken authentication) {
    throw new UnsupportedOperationException("not built yet");
  }
}
