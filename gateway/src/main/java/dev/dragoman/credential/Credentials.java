package dev.dragoman.credential;

import dev.dragoman.wire.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references to secrets at the moment they are used, and authorizes requests with them.
 */
public final class Credentials {
  /** The variables of this process. */
  public interface Environment {
    /** The value of a variable; null if it is not set. */
    @Nullable String get(String name);
  }

  private final Environment environment;

  public Credentials(Environment environment) {
    this.environment = environment;
  }

  /** A secret that cannot be had; the message names its place, never its value. */
  public static final class MissingSecret extends RuntimeException {
    MissingSecret(String message) {
      super(message, null, false, false);
    }
  }

  /** {@code request} with what {@code authentication} asks for. */
  public UpstreamRequest authorize(UpstreamRequest request, Authentication authentication) {
    return switch (authentication) {
      case Authentication.None none -> request;
      case Authentication.Bearer bearer ->
          new UpstreamRequest(
              request.method(),
              request.uri(),
              request.headers().with("authorization", "Bearer " + resolve(bearer.secret())),
              request.body());
    };
  }

  /** The secret that {@code reference} names. */
  public String resolve(SecretRef reference) {
    return switch (reference.kind()) {
      case LITERAL -> reference.value();
      case ENVIRONMENT -> {
        String value = environment.get(reference.name());
        if (value == null || value.isBlank()) {
          throw new MissingSecret("the environment variable " + reference.name() + " is not set");
        }
        yield value.strip();
      }
      case SSM, SECRETS_MANAGER ->
          throw new MissingSecret(reference + " cannot be resolved by this version");
    };
  }
}
