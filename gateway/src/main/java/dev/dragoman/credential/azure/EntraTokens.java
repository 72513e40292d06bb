package dev.dragoman.credential.azure;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import java.util.Objects;

/** Tokens of Microsoft Entra's, kept until they are about to expire. */
public final class EntraTokens {
  /** With what {@code credentials} can resolve and reach. */
  public EntraTokens(Credentials credentials) {
    Objects.requireNonNull(credentials);
  }

  /** A token for a client and its secret. */
  @SuppressWarnings("DoNotCallSuggester")
  public String token(Authentication.EntraClient authentication) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** A token of the identity that this process runs under. */
  @SuppressWarnings("DoNotCallSuggester")
  public String token(Authentication.EntraManaged authentication) {
    throw new UnsupportedOperationException("not built yet");
  }
}
