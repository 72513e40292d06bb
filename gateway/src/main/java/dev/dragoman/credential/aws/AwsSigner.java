package dev.dragoman.credential.aws;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import dev.dragoman.wire.UpstreamRequest;
import java.util.Objects;

/** Signs requests with AWS Signature Version 4. */
public final class AwsSigner {
  /** With what {@code credentials} can resolve and reach. */
  public AwsSigner(Credentials credentials) {
    Objects.requireNonNull(credentials);
  }

  /** {@code request} with its signature, and whatever headers that covers. */
  @SuppressWarnings("DoNotCallSuggester")
  public UpstreamRequest sign(UpstreamRequest request, Authentication.AwsSignature authentication) {
    throw new UnsupportedOperationException("not built yet");
  }
}
