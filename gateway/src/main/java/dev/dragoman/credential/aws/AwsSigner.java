package dev.dragoman.credential.aws;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.Surroundings;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests with AWS Signature Version 4. */
public final class AwsSigner {
  /** The names that Bedrock's own addresses, and those of its Messages API, are signed for. */
  private static final Set<String> BEDROCK = Set.of("bedrock", "bedrock-mantle");

  private final Surroundings surroundings;
  private final AwsIdentities identities;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /** With what {@code surroundings} can resolve and reach. */
  public AwsSigner(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.identities = new AwsIdentities(surroundings, this);
  }

  /**
   * {@code request} with its signature, and whatever headers that covers.
   *
   * @throws MissingSecret if there are no credentials to sign it with
   */
  public UpstreamRequest sign(UpstreamRequest request, Authentication.AwsSignature authentication) {
    String key = apiKey(authentication);
    if (key != null) {
      Headers headers = request.headers().with("authorization", "Bearer " + key);
      return new UpstreamRequest(request.method(), request.uri(), headers, request.body());
    }
    return sign(
        request, authentication.service(), authentication.region(), identities.of(authentication));
  }

  /**
   * The API key of the process for Bedrock, which goes before what it would sign with; null if
   * there is none, or the deployment has keys of its own.
   *
   * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html">Use an
   *     Amazon Bedrock API key</a>
   */
  private @Nullable String apiKey(Authentication.AwsSignature authentication) {
    if (!BEDROCK.contains(authentication.service())
        || authentication.keys() != null
        || authentication.role() != null
        || authentication.profile() != null) {
      return null;
    }
    String key = surroundings.environment().get("AWS_BEARER_TOKEN_BEDROCK");
    return key == null || key.isBlank() ? null : key.strip();
  }

  UpstreamRequest sign(
      UpstreamRequest request, String service, String region, AwsCredentialsIdentity identity) {
    Clock clock = Clock.fixed(surroundings.clock().instant(), ZoneOffset.UTC);
    SignedRequest signed =
        signer.sign(unsigned ->
            unsigned
                .request(sdkRequest(request))
                .identity(identity)
                .payload(() -> new ByteArrayInputStream(request.body()))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock));
    Headers.Builder headers = Headers.builder();
    signed
        .request()
        .forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
    return new UpstreamRequest(request.method(), request.uri(), headers.build(), request.body());
  }

  /** The same with its path as it is escaped: the signer escapes it once more, as AWS does. */
  private static SdkHttpRequest sdkRequest(UpstreamRequest request) {
    SdkHttpRequest.Builder builder =
        SdkHttpRequest.builder()
            .uri(request.uri())
            .method(SdkHttpMethod.fromValue(request.method()));
    request.headers().forEach((name, value) -> builder.putHeader(name, List.of(value)));
    return builder.build();
  }
}
