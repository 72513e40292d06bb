package dev.dragoman.credential.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.TokenServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Google's credentials, but for a service account's: {@code TokensTest} has those. */
final class GoogleTokensTest {
  private static final String TOKEN =
      "{\"access_token\":\"tok-1\",\"expires_in\":3600,\"token_type\":\"Bearer\","
          + "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"}";
  private static final Authentication DEFAULT = new Authentication.GoogleToken(null, null);

  @TempDir private Path folder;

  private final TokenServer server;

  GoogleTokensTest() throws IOException {
    this.server = TokenServer.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aLambdaRoleIsExchangedForATokenWithoutAStoredKey() {
    lambda().answering(200, TOKEN);
    assertEquals("Bearer tok-1", server.authorization(external("")));
    Map<String, String> form = TokenServer.form(server.request(0));
    assertEquals("urn:ietf:params:oauth:grant-type:token-exchange", form.get("grant_type"));
    assertEquals("urn:ietf:params:aws:token-type:aws4_request", form.get("subject_token_type"));
    assertEquals("//iam.googleapis.com/projects/1/locations/global/w", form.get("audience"));
    JsonNode signed =
        JsonMapper.shared()
            .readTree(
                URLDecoder.decode(
                    Objects.requireNonNull(form.get("subject_token")), StandardCharsets.UTF_8));
    assertEquals(
        "https://sts.eu-west-1.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
        signed.path("url").stringValue());
    String headers = signed.path("headers").toString();
    assertTrue(headers.contains("AKIDLAMBDA/"), headers);
    assertTrue(headers.contains("session-of-lambda"), headers);
    assertFalse(headers.contains("secret-of-lambda"), headers);
  }

  @Test
  void theRoleActsAsTheServiceAccountThatItMayImpersonate() {
    lambda()
        .answering(200, TOKEN)
        .answering(
            200, "{\"accessToken\":\"tok-of-account\",\"expireTime\":\"2100-01-01T00:00:00Z\"}");
    String impersonation =
        ",\"service_account_impersonation_url\":\""
            + TokenServer.SECURE
            + "/v1/projects/-/serviceAccounts/sa@p.iam.gserviceaccount.com:generateAccessToken\"";
    assertEquals("Bearer tok-of-account", server.authorization(external(impersonation)));
    assertEquals("Bearer tok-1", server.request(1).header("authorization").orElseThrow());
  }

  @Test
  void theDefaultIsTheFileThatTheEnvironmentNames() throws IOException {
    Path file = Files.writeString(folder.resolve("user.json"), user());
    server.with("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    Files.writeString(gcloud(), "not this one");
    server.with("HOME", folder.toString()).answering(200, TOKEN);
    assertUserToken();
  }

  @Test
  void withoutOneItIsWhatGcloudKeeps() throws IOException {
    Files.writeString(gcloud(), user());
    server.with("HOME", folder.toString()).answering(200, TOKEN);
    assertUserToken();
  }

  @Test
  void withoutBothItIsTheAccountOfTheMachine() {
    server
        .with("HOME", folder.toString())
        .with("GCE_METADATA_HOST", server.authority())
        .answering(200, TOKEN);
    assertEquals("Bearer tok-1", server.authorization(DEFAULT));
    assertTrue(
        server
            .request(0)
            .path()
            .startsWith("/computeMetadata/v1/instance/service-accounts/default/token"),
        server.request(0).path());
    assertEquals("Google", server.request(0).header("metadata-flavor").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"400, false", "401, false", "429, true", "503, true"})
  void whetherAnotherAttemptMayHelpIsKnown(int status, boolean passing) throws IOException {
    Files.writeString(gcloud(), user());
    server.with("HOME", folder.toString());
    for (int i = 0; i < 5; i++) {
      server.answering(status, "{\"error\":\"e\",\"error_description\":\"why\"}");
    }
    MissingSecret missing = assertThrows(MissingSecret.class, () -> server.authorization(DEFAULT));
    assertEquals(passing, missing.passing(), missing::getMessage);
    assertTrue(
        String.valueOf(missing.getMessage()).contains("HTTP " + status + " e: why"),
        missing::getMessage);
  }

  @Test
  void aServerThatCannotBeReachedMayBeReachedLater() throws IOException {
    Files.writeString(gcloud(), user());
    server.with("HOME", folder.toString());
    server.close();
    MissingSecret missing = assertThrows(MissingSecret.class, () -> server.authorization(DEFAULT));
    assertTrue(missing.passing(), missing::getMessage);
  }

  @Test
  void aFileThatIsNotThereStaysMissing() {
    server.with("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("none.json").toString());
    MissingSecret missing = assertThrows(MissingSecret.class, () -> server.authorization(DEFAULT));
    assertFalse(missing.passing());
    assertTrue(String.valueOf(missing.getMessage()).contains("none.json"), missing::getMessage);
  }

  private void assertUserToken() {
    assertEquals("Bearer tok-1", server.authorization(DEFAULT));
    assertEquals("refresh-1", TokenServer.form(server.request(0)).get("refresh_token"));
  }

  private Path gcloud() throws IOException {
    Path file = folder.resolve(".config/gcloud/application_default_credentials.json");
    Files.createDirectories(file.getParent());
    return file;
  }

  private TokenServer lambda() {
    return server
        .with("AWS_ACCESS_KEY_ID", "AKIDLAMBDA")
        .with("AWS_SECRET_ACCESS_KEY", "secret-of-lambda")
        .with("AWS_SESSION_TOKEN", "session-of-lambda")
        .with("AWS_REGION", "eu-west-1");
  }

  /** As {@code gcloud iam workload-identity-pools create-cred-config --aws} writes it. */
  private Authentication external(String more) {
    String json =
        """
        {"type": "external_account",
         "audience": "//iam.googleapis.com/projects/1/locations/global/w",
         "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
         "token_url": "%s/v1/token",
         "credential_source": {
           "environment_id": "aws1",
           "region_url": "http://169.254.169.254/latest/meta-data/placement/availability-zone",
           "url": "http://169.254.169.254/latest/meta-data/iam/security-credentials",
           "regional_cred_verification_url":
             "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"}%s}
        """
            .formatted(TokenServer.SECURE, more);
    return new Authentication.GoogleToken(new SecretRef(json.strip()), null);
  }

  private String user() {
    return """
    {"type": "authorized_user", "client_id": "c", "client_secret": "s",
     "refresh_token": "refresh-1", "token_uri": "%s/token"}
    """
        .formatted(server.baseUrl());
  }
}
