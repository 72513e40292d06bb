package dev.dragoman.credential.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.Http;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.upstream.ConverseSignature;
import dev.dragoman.fixture.upstream.ConverseStream;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.Deployment;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** Signatures as the AWS SDK makes them, and keys from a scripted STS. */
class AwsSignerTest {
  private static final AwsCredentialsIdentity OWN = AwsCredentialsIdentity.create("AKID", "own+/");
  private static final String ROLE = "arn:aws:iam::123456789012:role/models";

  private final List<UpstreamRequest> sent = new CopyOnWriteArrayList<>();
  private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private int status = 200;
  private long lasts = 3600;
  private Http sts = request -> new Http.Answer(status, Headers.EMPTY, keys(sent.size()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us.meta.llama3-3-70b-instruct-v1:0",
        "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3",
        "openai.gpt-oss-120b-1:0"
      })
  void aSignatureIsTheOneThatTheSdkMakes(String model) {
    SdkHttpRequest sdks = signedBySdk(model);
    String date = sdks.firstMatchingHeader("X-Amz-Date").orElseThrow();
    now = Instant.from(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").parse(date));
    String signedHeaders =
        sdks.firstMatchingHeader("Authorization")
            .orElseThrow()
            .replaceFirst(".*SignedHeaders=([^,]*).*", "$1");
    Headers.Builder headers = Headers.builder();
    for (String name : signedHeaders.split(";")) {
      if (!List.of("host", "x-amz-date", "x-amz-security-token").contains(name)) {
        headers.add(name, sdks.firstMatchingHeader(name).orElseThrow());
      }
    }
    Deployment target = Deployment.of("m", "bedrock", model).at("http://127.0.0.1:9", null);
    URI uri = Bedrock.uri(target, "converse-stream");
    assertEquals(sdks.encodedPath(), uri.getRawPath());
    UpstreamRequest ours =
        credentials(Map.of())
            .authorize(
                new UpstreamRequest("POST", uri, headers.build(), body("{}")),
                new Authentication.AwsSignature(
                    "bedrock",
                    "eu-west-1",
                    new Authentication.AwsKeys(
                        new SecretRef("AKID"),
                        new SecretRef("secret/+"),
                        new SecretRef("session/+=")),
                    null));
    assertEquals(
        sdks.firstMatchingHeader("Authorization").orElseThrow(),
        ours.headers().first("authorization"));
    assertEquals("session/+=", ours.headers().first("x-amz-security-token"));
  }

  private static SdkHttpRequest signedBySdk(String model) {
    ConverseStream.Replay replay = new ConverseStream.Replay(new byte[0], new ArrayList<>());
    try (BedrockRuntimeAsyncClient client =
        BedrockRuntimeAsyncClient.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(URI.create("http://127.0.0.1:9"))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsSessionCredentials.create("AKID", "secret/+", "session/+=")))
            .httpClient(replay)
            .build()) {
      client
          .converseStream(
              ConverseStreamRequest.builder().modelId(model).build(),
              ConverseStreamResponseHandler.builder().subscriber(event -> {}).build())
          .join();
    }
    return replay.sent().getFirst().request();
  }

  @Test
  void theVariablesOfTheProcessSignWithoutTheNetwork() {
    Credentials credentials =
        credentials(Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "own+/"));
    UpstreamRequest signed = credentials.authorize(converse(), signature(null, null));
    assertVerified(signed, OWN, "bedrock");
    assertEquals(0, sent.size());
  }

  @Test
  void anApiKeyOfTheProcessGoesBeforeItsSignature() {
    Credentials credentials =
        credentials(
            Map.of(
                "AWS_BEARER_TOKEN_BEDROCK",
                "bedrock-api-key",
                "AWS_ACCESS_KEY_ID",
                "AKID",
                "AWS_SECRET_ACCESS_KEY",
                "own+/"));
    UpstreamRequest authorized = credentials.authorize(converse(), signature(null, null));
    assertEquals("Bearer bedrock-api-key", authorized.headers().first("authorization"));
    assertNull(authorized.headers().first("x-amz-date"));
    Authentication mantle =
        new Authentication.AwsSignature("bedrock-mantle", "us-east-1", null, null);
    assertEquals(
        "Bearer bedrock-api-key",
        credentials.authorize(converse(), mantle).headers().first("authorization"));
    // but not before keys that the deployment has
    assertVerified(credentials.authorize(converse(), signature(keys(), null)), OWN, "bedrock");
  }

  @Test
  void aProfileThatIsNotThereIsNamed() {
    Authentication profile =
        new Authentication.AwsSignature("bedrock", "eu-west-1", null, null, "no-such-profile");
    MissingSecret missing = missing(profile);
    assertTrue(String.valueOf(missing.getMessage()).endsWith("no-such-profile"), missing::toString);
  }

  @Test
  void aRoleIsAssumedWithASignedRequestAndItsKeysSign() {
    Authentication.AwsRole role =
        new Authentication.AwsRole(ROLE, "team-a", "x&y=z", "http://127.0.0.1:9/sts");
    UpstreamRequest signed = credentials(Map.of()).authorize(converse(), signature(keys(), role));
    UpstreamRequest asked = sent.getFirst();
    assertEquals("/sts", asked.uri().getPath());
    assertVerified(asked, OWN, "sts");
    assertEquals(
        "Action=AssumeRole&Version=2011-06-15&RoleArn="
            + ROLE
            + "&RoleSessionName=team-a&ExternalId=x&y=z",
        URLDecoder.decode(
            new String(asked.body(), StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    assertVerified(
        signed, AwsSessionCredentialsIdentity.create("ASIA1", "s3cret1/+", "token1/+="), "bedrock");
    assertEquals("token1/+=", signed.headers().first("x-amz-security-token"));
  }

  @Test
  void aTokenOfAnotherIdentityStandsInForKeys() {
    Authentication.AwsRole role =
        new Authentication.AwsRole(
            ROLE, "team-a", null, null, SecretRef.environment("IDENTITY_TOKEN"));
    UpstreamRequest signed =
        credentials(Map.of("IDENTITY_TOKEN", "eyJ.x.y\n"))
            .authorize(converse(), signature(null, role));
    assertNull(sent.getFirst().headers().first("authorization"));
    assertEquals(
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=eyJ.x.y&RoleArn="
            + ROLE
            + "&RoleSessionName=team-a",
        URLDecoder.decode(
            new String(sent.getFirst().body(), StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    assertTrue(authorization(signed).contains("Credential=ASIA1/"));
  }

  @Test
  void stsOfTheRegionIsAskedWhereNoOtherIsSet() {
    credentials(Map.of()).authorize(converse(), signature(keys(), role(null)));
    assertEquals("https://sts.eu-west-1.amazonaws.com/", sent.getFirst().uri().toString());
  }

  @Test
  void aRolesKeysAreKeptAndRenewedBeforeTheirEnd() throws Exception {
    Credentials credentials = credentials(Map.of());
    Authentication role = signature(keys(), role(null));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UpstreamRequest>> all =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> credentials.authorize(converse(), role)))
              .toList();
      for (Future<UpstreamRequest> one : all) {
        assertTrue(authorization(one.get()).contains("Credential=ASIA1/"));
      }
    }
    assertEquals(1, sent.size());
    now = now.plusSeconds(lasts - 100);
    assertTrue(authorization(credentials.authorize(converse(), role)).contains("ASIA2/"));
    // while STS fails, keys that are still good are used
    now = now.plusSeconds(lasts - 100);
    status = 503;
    assertTrue(authorization(credentials.authorize(converse(), role)).contains("ASIA2/"));
  }

  @Test
  void aSlowRoleDoesNotHoldUpAnother() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    sts =
        request -> {
          String form = new String(request.body(), StandardCharsets.UTF_8);
          if (form.contains("slow")) {
            asked.countDown();
            try {
              assertTrue(answered.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return new Http.Answer(200, Headers.EMPTY, keys(7));
        };
    Credentials credentials = credentials(Map.of());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Many, so that some share a bin of the map that holds them.
      Future<UpstreamRequest> slow =
          threads.submit(() -> credentials.authorize(converse(), signature(keys(), named("slow"))));
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      for (int i = 0; i < 64; i++) {
        credentials.authorize(converse(), signature(keys(), named("other" + i)));
      }
      assertFalse(slow.isDone());
      answered.countDown();
      assertTrue(authorization(slow.get()).contains("ASIA7/"));
    }
  }

  @Test
  void aRefusalOfStsNamesTheRoleAndTheReason() {
    status = 403;
    MissingSecret refusal = missing(signature(keys(), role(null)));
    assertEquals(
        "STS refused to let " + ROLE + " be assumed: HTTP 403 AccessDenied", refusal.getMessage());
    assertFalse(refusal.passing());
  }

  @Test
  void stsThatIsBusyOrAwayMayBeAskedAgain() {
    status = 503;
    assertTrue(missing(signature(keys(), role(null))).passing());
    sts =
        request -> {
          throw new IOException("connection refused");
        };
    MissingSecret away = missing(signature(keys(), role(null)));
    assertEquals("STS cannot be reached to assume " + ROLE, away.getMessage());
    assertTrue(away.passing());
  }

  private MissingSecret missing(Authentication authentication) {
    return assertThrows(
        MissingSecret.class, () -> credentials(Map.of()).authorize(converse(), authentication));
  }

  @Test
  void keysWithoutAllTheirPartsAreNone() {
    sts = request -> new Http.Answer(200, Headers.EMPTY, body("<AccessKeyId>a</AccessKeyId>"));
    MissingSecret refusal = missing(signature(keys(), role(null)));
    assertEquals("STS gave keys without their SecretAccessKey", refusal.getMessage());
  }

  private static void assertVerified(
      UpstreamRequest request, AwsCredentialsIdentity keys, String service) {
    Map<String, List<String>> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    int port = request.uri().getPort();
    headers.put("host", List.of(request.uri().getHost() + (port < 0 ? "" : ":" + port)));
    Received received =
        new Received(request.method(), request.uri().getRawPath(), headers, request.body());
    assertEquals(
        List.of(),
        new ConverseSignature(keys, service, "eu-west-1").violations(received, Instant.now()));
  }

  private static String authorization(UpstreamRequest request) {
    return String.valueOf(request.headers().first("authorization"));
  }

  private Credentials credentials(Map<String, String> variables) {
    return new Credentials(
        variables::get,
        request -> {
          sent.add(request);
          return sts.send(request);
        },
        () -> now);
  }

  private static UpstreamRequest converse() {
    Deployment target =
        Deployment.of("m", "bedrock", "us.amazon.nova-pro-v1:0").at("http://127.0.0.1:9", null);
    return new UpstreamRequest(
        "POST",
        Bedrock.uri(target, "converse-stream"),
        Headers.of("content-type", "application/json"),
        body("{\"messages\":[]}"));
  }

  private static Authentication.AwsKeys keys() {
    return new Authentication.AwsKeys(new SecretRef("AKID"), new SecretRef("own+/"), null);
  }

  private static Authentication.AwsRole role(@Nullable String endpoint) {
    return new Authentication.AwsRole(ROLE, "dragoman", null, endpoint);
  }

  private static Authentication.AwsRole named(String name) {
    return new Authentication.AwsRole(ROLE + "/" + name, "dragoman", null, null);
  }

  private static Authentication signature(
      Authentication.@Nullable AwsKeys keys, Authentication.@Nullable AwsRole role) {
    return new Authentication.AwsSignature("bedrock", "eu-west-1", keys, role);
  }

  /** The answer to the call of this number; an error where that is what STS gives. */
  private byte[] keys(int call) {
    if (status != 200) {
      return body(
          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User:"
              + " arn:aws:iam::1:user/u is not authorized</Message></Error></ErrorResponse>");
    }
    return body(
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleResult>
            <AssumedRoleUser><AssumedRoleId>A:team-a</AssumedRoleId></AssumedRoleUser>
            <Credentials>
              <AccessKeyId>ASIA%1$d</AccessKeyId>
              <SecretAccessKey>s3cret%1$d/+</SecretAccessKey>
              <SessionToken>token%1$d/+=</SessionToken>
              <Expiration>%2$s</Expiration>
            </Credentials>
          </AssumeRoleResult>
        </AssumeRoleResponse>
        """
            .formatted(call, now.plusSeconds(lasts)));
  }

  private static byte[] body(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
