package dev.dragoman.credential.aws;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Environment;
import dev.dragoman.credential.KeptToken;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.Surroundings;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Who signs: static keys, what the process runs under, or a role that is assumed with either. */
final class AwsIdentities {
  private final Surroundings surroundings;
  private final AssumeRole assumeRole;
  private final ConcurrentMap<Authentication.AwsSignature, KeptToken> roles =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ProfileCredentialsProvider> profiles =
      new ConcurrentHashMap<>();
  private @Nullable DefaultCredentialsProvider chain;

  AwsIdentities(Surroundings surroundings, AwsSigner signer) {
    this.surroundings = surroundings;
    this.assumeRole = new AssumeRole(surroundings, signer);
  }

  AwsCredentialsIdentity of(Authentication.AwsSignature authentication) {
    Authentication.AwsRole role = authentication.role();
    if (role == null) {
      return withoutRole(authentication);
    }
    KeptToken keys =
        roles.computeIfAbsent(
            authentication,
            key ->
                new KeptToken(
                    () -> assumeRole.keys(role, key.region(), () -> withoutRole(key)),
                    surroundings.clock()));
    return RoleKeys.identity(keys.value());
  }

  private AwsCredentialsIdentity withoutRole(Authentication.AwsSignature authentication) {
    Authentication.AwsKeys keys = authentication.keys();
    if (keys != null) {
      SecretRef session = keys.session();
      return identity(
          surroundings.resolve(keys.accessKeyId()),
          surroundings.resolve(keys.secretAccessKey()),
          session == null ? null : surroundings.resolve(session));
    }
    String profile = authentication.profile();
    if (profile != null) {
      return ofProfile(profile);
    }
    AwsCredentialsIdentity variables = ofVariables();
    return variables == null ? ofChain() : variables;
  }

  private AwsCredentialsIdentity ofProfile(String name) {
    try {
      return profiles
          .computeIfAbsent(name, ProfileCredentialsProvider::create)
          .resolveCredentials();
    } catch (SdkException e) {
      throw new MissingSecret(
          "the profile that aws_profile_name names is not there, or has no credentials: " + name);
    }
  }

  /** Those of a Lambda function, without loading the chain. */
  private @Nullable AwsCredentialsIdentity ofVariables() {
    Environment environment = surroundings.environment();
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
      return null;
    }
    return identity(id.strip(), secret.strip(), environment.get("AWS_SESSION_TOKEN"));
  }

  private static AwsCredentialsIdentity identity(
      String id, String secret, @Nullable String session) {
    return session == null || session.isBlank()
        ? AwsCredentialsIdentity.create(id, secret)
        : AwsSessionCredentialsIdentity.create(id, secret, session.strip());
  }

  /** What the process runs under: a profile, a container's role, an instance's. */
  private AwsCredentialsIdentity ofChain() {
    try {
      return chain().resolveCredentials();
    } catch (SdkException e) {
      throw new MissingSecret(
          "no AWS credentials: set aws_access_key_id and aws_secret_access_key, or the variables"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run under a role");
    }
  }

  private synchronized DefaultCredentialsProvider chain() {
    DefaultCredentialsProvider provider = chain;
    if (provider == null) {
      provider = DefaultCredentialsProvider.builder().build();
      chain = provider;
    }
    return provider;
  }
}
