package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider has a Messages API for models of its own, beside its Chat Completions.
 *
 * @param base its address, without version and path
 * @param keyVariable the variable in which its key usually stands; null where it can do without one
 */
public record OwnMessagesApi(String base, @Nullable String keyVariable) {
  /** The one of {@code target}'s provider; null if none is known. */
  public static @Nullable OwnMessagesApi of(Deployment target) {
    ProviderLine line = ProviderLine.find(target.provider());
    return line == null || line.messages() == null
        ? null
        : new OwnMessagesApi(line.messages(), line.keyVariable());
  }

  /**
   * What authorizes a request to it: a bearer token, as all of them say in their pages on Claude
   * Code ({@code ANTHROPIC_AUTH_TOKEN}).
   */
  public Authentication authentication(Deployment target) {
    if (target.apiKey() != null) {
      return new Authentication.Bearer(target.apiKey());
    }
    return keyVariable == null
        ? new Authentication.None()
        : new Authentication.Bearer(SecretRef.environment(keyVariable));
  }
}
