package dev.dragoman.credential;

import dev.dragoman.wire.Headers;
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

  /**
   * {@code request} with what {@code authentication} asks for, and the references in its headers
   * resolved.
   */
  public UpstreamRequest authorize(UpstreamRequest request, Authentication authentication) {
    Headers.Builder headers = Headers.builder();
    request
        .headers()
        .forEach((name, value) -> {
          SecretRef reference = new SecretRef(value);
          headers.add(
              name, reference.kind() == SecretRef.Kind.LITERAL ? value : resolve(reference));
        });
    // A deployment's own extra_headers go before its key.
    boolean own = request.headers().contains("authorization");
    if (authentication instanceof Authentication.Bearer bearer && !own) {
      headers.add("authorization", "Bearer " + resolve(bearer.secret()));
    }
    return new UpstreamRequest(request.method(), request.uri(), headers.build(), request.body());
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
        if (value.strip().chars().anyMatch(c -> c < ' ')) {
          throw new MissingSecret(
              "the environment variable " + reference.name() + " holds a line break");
        }
        yield value.strip();
      }
      case SSM, SECRETS_MANAGER ->
          throw new MissingSecret(reference + " cannot be resolved by this version");
    };
  }
}
