package dev.dragoman.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokensTest {
  private static final KeyPair KEY = key();
  private final List<UpstreamRequest> sent = new CopyOnWriteArrayList<>();
  private Instant now = Instant.now();
  private int status = 200;
  private String answer =
      "{\"access_token\":\"tok-1\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";

  @Test
  void aServiceAccountSignsAnAssertionForItsTokenUri() throws Exception {
    UpstreamRequest authorized =
        credentials(Map.of()).authorize(vertex(), google(account("http://127.0.0.1:9/token")));
    assertEquals("Bearer tok-1", authorized.headers().first("authorization"));
    assertEquals("/v1/projects/p-1/locations/x", authorized.uri().getPath());
    assertEquals("q-1", authorized.headers().first("x-goog-user-project"));
    assertEquals("/token", sent.getFirst().uri().getPath());
    String form = form(sent.getFirst());
    assertTrue(form.contains("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer"), form);
    String[] jwt = form.replaceFirst(".*assertion=([^&]*).*", "$1").split("\\.");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(KEY.getPublic());
    signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(signature.verify(Base64.getUrlDecoder().decode(jwt[2])));
    String claims = new String(Base64.getUrlDecoder().decode(jwt[1]), StandardCharsets.UTF_8);
    assertTrue(
        claims.contains("\"scope\":\"https://www.googleapis.com/auth/cloud-platform\""), claims);
    assertTrue(claims.contains("\"iss\":\"sa@x.iam\""), claims);
    assertTrue(claims.contains("\"aud\":\"http"), claims);
  }

  @Test
  void requestsInParallelFetchOnceAndATokenIsRenewedBeforeItsEnd() throws Exception {
    Credentials credentials = credentials(Map.of());
    Authentication google = google(account("http://127.0.0.1:9/token"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UpstreamRequest>> all =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> credentials.authorize(vertex(), google)))
              .toList();
      for (Future<UpstreamRequest> one : all) {
        assertEquals("Bearer tok-1", one.get().headers().first("authorization"));
      }
    }
    assertEquals(1, sent.size());
    now = now.plus(58, ChronoUnit.MINUTES);
    credentials.authorize(vertex(), google);
    assertEquals(2, sent.size());
  }

  @Test
  void aRefusalNamesThePlaceAndTheReason() {
    status = 400;
    answer = "{\"error\":\"invalid_grant\",\"error_description\":\"account not found\"}";
    String message = refusal(google(account("http://127.0.0.1:9/token")));
    assertTrue(message.contains("sa@x.iam"), message);
    assertTrue(message.contains("HTTP 400 invalid_grant: account not found"), message);
    assertFalse(message.contains("PRIVATE"), message);
  }

  @Test
  void entraTakesAClientAndItsSecret() {
    Authentication client =
        new Authentication.EntraClient(
            "ten", "cli", new SecretRef("s3cret-value"), "https://x/.default");
    UpstreamRequest authorized = credentials(Map.of()).authorize(vertex(), client);
    assertEquals("Bearer tok-1", authorized.headers().first("authorization"));
    assertEquals(
        "https://login.microsoftonline.com/ten/oauth2/v2.0/token",
        sent.getFirst().uri().toString());
    assertEquals(
        "client_id=cli&client_secret=s3cret-value&scope=https://x/.default&grant_type=client_credentials",
        form(sent.getFirst()));
    status = 401;
    answer = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: s3cret-value\"}";
    String message = refusal(client);
    assertTrue(message.contains("invalid_client: AADSTS7000215: ***"), message);
  }

  @Test
  void entraAsksTheIdentityOfTheAppService() {
    answer = "{\"access_token\":\"tok-1\",\"expires_on\":\"4102444800\"}";
    credentials(
            Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:9/msi", "IDENTITY_HEADER", "header-1"))
        .authorize(vertex(), new Authentication.EntraManaged("cli", "https://x/.default"));
    assertEquals("header-1", sent.getFirst().headers().first("x-identity-header"));
    assertEquals(
        "api-version=2019-08-01&resource=https://x&client_id=cli",
        sent.getFirst().uri().getQuery());
  }

  private String refusal(Authentication authentication) {
    return String.valueOf(
        assertThrows(
                MissingSecret.class,
                () -> credentials(Map.of()).authorize(vertex(), authentication))
            .getMessage());
  }

  private Credentials credentials(Map<String, String> variables) {
    return new Credentials(
        variables::get,
        request -> {
          sent.add(request);
          return new Http.Answer(
              status,
              Headers.of("content-type", "application/json"),
              answer.getBytes(StandardCharsets.UTF_8));
        },
        () -> now);
  }

  private static UpstreamRequest vertex() {
    return new UpstreamRequest(
        "POST",
        URI.create("http://h/v1/projects/project-of-credentials/locations/x"),
        Headers.EMPTY,
        new byte[0]);
  }

  private static Authentication google(String json) {
    return new Authentication.GoogleToken(new SecretRef(json), null);
  }

  private static String account(String tokenUri) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(KEY.getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    return "{\"type\":\"service_account\",\"project_id\":\"p-1\",\"quota_project_id\":\"q-1\","
        + "\"client_id\":\"1\",\"private_key_id\":\"k\",\"client_email\":\"sa@x.iam\","
        + "\"private_key\":\""
        + pem
        + "\",\"token_uri\":\""
        + tokenUri
        + "\"}";
  }

  private static String form(UpstreamRequest request) {
    return URLDecoder.decode(
        new String(request.body(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
