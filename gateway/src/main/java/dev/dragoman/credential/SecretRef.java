package dev.dragoman.credential;

/**
 * Where a secret stands: {@code os.environ/NAME} (an environment variable, LiteLLM's spelling),
 * {@code ssm:/path}, {@code secretsmanager:name#field}, or the secret itself. Its text form masks a
 * literal, so that a reference can be logged.
 *
 * @param value the reference as it was written
 */
public record SecretRef(String value) {
  private static final String ENVIRONMENT = "os.environ/";

  /** The kinds of place. */
  public enum Kind {
    /** An environment variable of this process. */
    ENVIRONMENT,
    /** A parameter of AWS Systems Manager. */
    SSM,
    /** A secret of AWS Secrets Manager. */
    SECRETS_MANAGER,
    /** The value is the secret. */
    LITERAL
  }

  /** The reference to an environment variable. */
  public static SecretRef environment(String variable) {
    return new SecretRef(ENVIRONMENT + variable);
  }

  /** What kind of place this names. */
  public Kind kind() {
    if (value.startsWith(ENVIRONMENT)) {
      return Kind.ENVIRONMENT;
    }
    if (value.startsWith("ssm:")) {
      return Kind.SSM;
    }
    return value.startsWith("secretsmanager:") ? Kind.SECRETS_MANAGER : Kind.LITERAL;
  }

  /** The name within that place; for a literal, the secret. */
  public String name() {
    return switch (kind()) {
      case ENVIRONMENT -> value.substring(ENVIRONMENT.length());
      case SSM -> value.substring("ssm:".length());
      case SECRETS_MANAGER -> value.substring("secretsmanager:".length());
      case LITERAL -> value;
    };
  }

  @Override
  public String toString() {
    return kind() == Kind.LITERAL ? "***" : value;
  }
}
