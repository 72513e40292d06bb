package dev.dragoman.credential.aws;

import dev.dragoman.credential.KeptToken;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** A role's keys as one token, a line each, so that they are kept and renewed as tokens are. */
final class RoleKeys {
  private RoleKeys() {}

  static KeptToken.Token token(String id, String secret, String session, Instant end) {
    return new KeptToken.Token(String.join("\n", id, secret, session), end);
  }

  static AwsSessionCredentialsIdentity identity(String token) {
    List<String> lines = token.lines().toList();
    return AwsSessionCredentialsIdentity.create(lines.get(0), lines.get(1), lines.get(2));
  }
}
