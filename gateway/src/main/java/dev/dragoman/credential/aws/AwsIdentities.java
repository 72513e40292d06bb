package dev.dragoman.credential.aws;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Who signs: static keys, what the process runs under, or a role that is assumed with either. */
final class AwsIdentities {
  /** A role's keys are not used in the last minutes before they expire. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final Credentials credentials;
  private final AssumeRole assumeRole;
  private final ConcurrentMap<Authentication.AwsSignature, Lease> leases =
      new ConcurrentHashMap<>();
  private @Nullable DefaultCredentialsProvider chain;

  AwsIdentities(Credentials credentials, AwsSigner signer) {
    this.credentials = credentials;
    this.assumeRole = new AssumeRole(credentials, signer);
  }

  /** Keys that expire. */
  record Lease(AwsCredentialsIdentity identity, Instant until) {}

  AwsCredentialsIdentity of(Authentication.AwsSignature authentication) {
    Authentication.AwsKeys keys = authentication.keys();
    Authentication.AwsRole role = authentication.role();
    if (role == null) {
      return keys == null ? ofProcess() : ofKeys(keys);
    }
    Instant soon = credentials.clock().instant().plus(MARGIN);
    Lease lease =
        leases.compute(
            authentication,
            (key, held) ->
                held != null && held.until().isAfter(soon)
                    ? held
                    : assumeRole.lease(
                        role, authentication.region(), keys == null ? ofProcess() : ofKeys(keys)));
    return lease.identity();
  }

  private AwsCredentialsIdentity ofKeys(Authentication.AwsKeys keys) {
    String id = credentials.resolve(keys.accessKeyId());
    String secret = credentials.resolve(keys.secretAccessKey());
    SecretRef session = keys.session();
    return session == null
        ? AwsCredentialsIdentity.create(id, secret)
        : AwsSessionCredentialsIdentity.create(id, secret, credentials.resolve(session));
  }

  private synchronized AwsCredentialsIdentity ofProcess() {
    DefaultCredentialsProvider provider = chain;
    if (provider == null) {
      provider = DefaultCredentialsProvider.builder().build();
      chain = provider;
    }
    try {
      return provider.resolveCredentials();
    } catch (SdkException e) {
      throw new Credentials.MissingSecret(
          "no AWS credentials: set aws_access_key_id and aws_secret_access_key, or the variables"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run under a role");
    }
  }
}
