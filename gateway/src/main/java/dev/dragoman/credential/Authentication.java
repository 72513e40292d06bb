package dev.dragoman.credential;

import org.jspecify.annotations.Nullable;

/** What authorizes a request to a provider. */
public sealed interface Authentication {
  /** Nothing. */
  record None() implements Authentication {}

  /** {@code Authorization: Bearer} with a secret. */
  record Bearer(SecretRef secret) implements Authentication {}

  /**
   * A secret in a header of its own: {@code api-key}, {@code x-api-key}, {@code x-goog-api-key}.
   */
  record KeyHeader(String name, SecretRef secret) implements Authentication {}

  /**
   * A token of Google's.
   *
   * @param credentials a file of credentials (service account, external account, authorized user):
   *     its path, or its JSON; null for the application default
   * @param project the project that was configured; null to take that of the credentials
   */
  record GoogleToken(@Nullable SecretRef credentials, @Nullable String project)
      implements Authentication {}

  /** A token of Microsoft Entra's for a client and its secret. */
  record EntraClient(String tenant, String client, SecretRef secret, String scope)
      implements Authentication {}

  /**
   * A token of the Azure identity that this process runs under.
   *
   * @param client the identity, where there are several
   */
  record EntraManaged(@Nullable String client, String scope) implements Authentication {}

  /**
   * AWS Signature Version 4.
   *
   * @param service the name it is signed for, such as {@code bedrock}
   * @param keys static keys; null for the default chain
   * @param role assumed with those keys, or that chain; null for none
   * @param profile of AWS's own files, where there are no static keys; null for the chain's
   */
  record AwsSignature(
      String service,
      String region,
      @Nullable AwsKeys keys,
      @Nullable AwsRole role,
      @Nullable String profile)
      implements Authentication {
    /** One of no profile in particular. */
    public AwsSignature(
        String service, String region, @Nullable AwsKeys keys, @Nullable AwsRole role) {
      this(service, region, keys, role, null);
    }
  }

  /** Static keys of AWS. */
  record AwsKeys(SecretRef accessKeyId, SecretRef secretAccessKey, @Nullable SecretRef session) {}

  /**
   * A role of AWS to be assumed.
   *
   * @param session the name the session goes by in AWS's logs
   * @param externalId the role's condition, if it has one
   * @param endpoint of STS; null for the region's own
   * @param webIdentity the token of another identity provider, which stands in for AWS keys
   */
  record AwsRole(
      String arn,
      String session,
      @Nullable String externalId,
      @Nullable String endpoint,
      @Nullable SecretRef webIdentity) {
    /** One that is assumed with AWS keys. */
    public AwsRole(
        String arn, String session, @Nullable String externalId, @Nullable String endpoint) {
      this(arn, session, externalId, endpoint, null);
    }
  }
}
