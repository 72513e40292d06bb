package dev.dragoman.credential;

/** Resolves references to secrets at the moment they are used. */
public final class SecretSource {
  private final Environment environment;

  public SecretSource(Environment environment) {
    this.environment = environment;
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

  /** The text that {@code reference} names, such as a JSON document of several lines. */
  public String document(SecretRef reference) {
    if (reference.kind() != SecretRef.Kind.ENVIRONMENT) {
      return resolve(reference).strip();
    }
    String value = environment.get(reference.name());
    return value != null && value.strip().startsWith("{") ? value.strip() : resolve(reference);
  }
}
