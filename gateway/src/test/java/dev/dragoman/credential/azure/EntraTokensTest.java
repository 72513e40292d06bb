package dev.dragoman.credential.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entra's tokens for this process: in a cluster and on a machine. */
final class EntraTokensTest {
  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
  private static final String TOKEN =
      "{\"access_token\":\"tok-1\",\"expires_in\":\"3599\",\"token_type\":\"Bearer\"}";
  private static final Authentication MANAGED = new Authentication.EntraManaged(null, SCOPE);

  @TempDir private Path folder;

  private final TokenServer server;

  EntraTokensTest() throws IOException {
    this.server = TokenServer.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aClustersTokenIsExchanged() throws IOException {
    federated().answering(200, TOKEN);
    assertEquals("Bearer tok-1", server.authorization(MANAGED));
    assertEquals("/ten/oauth2/v2.0/token", server.request(0).path());
    assertEquals(
        Map.of(
            "client_id", "cli",
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion", "jwt-of-the-cluster",
            "scope", SCOPE,
            "grant_type", "client_credentials"),
        TokenServer.form(server.request(0)));
  }

  @Test
  void aClustersTokenIsNotShownWhenEntraQuotesIt() throws IOException {
    federated()
        .answering(400, "{\"error\":\"e\",\"error_description\":\"bad: jwt-of-the-cluster\"}");
    MissingSecret missing = refusal();
    assertFalse(missing.passing());
    assertTrue(String.valueOf(missing.getMessage()).endsWith("bad: ***"), missing::getMessage);
  }

  @Test
  void aMachinesIdentityIsAskedOfItsMetadata() {
    server.with("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.baseUrl() + "/").answering(200, TOKEN);
    assertEquals("Bearer tok-1", server.authorization(MANAGED));
    assertEquals(
        "/metadata/identity/oauth2/token?api-version=2018-02-01"
            + "&resource=https%3A%2F%2Fcognitiveservices.azure.com",
        server.request(0).path());
    assertEquals("true", server.request(0).header("metadata").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"400, false", "404, false", "429, true", "500, true"})
  void whetherAnotherAttemptMayHelpIsKnown(int status, boolean passing) {
    server
        .with("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.baseUrl())
        .answering(status, "{\"error\":\"e\"}");
    assertEquals(passing, refusal().passing());
  }

  @Test
  void aServerThatCannotBeReachedMayBeReachedLater() {
    server.with("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.baseUrl());
    server.close();
    assertTrue(refusal().passing());
  }

  @Test
  void whatIsMissingBesideAClustersTokenIsNamed() {
    server.with("AZURE_FEDERATED_TOKEN_FILE", folder.resolve("token").toString());
    MissingSecret missing = refusal();
    assertFalse(missing.passing());
    assertTrue(
        String.valueOf(missing.getMessage()).contains("AZURE_CLIENT_ID and AZURE_TENANT_ID"),
        missing::getMessage);
  }

  @Test
  void aClientOfAnotherCloudIsAskedThere() {
    server.with("AZURE_AUTHORITY_HOST", server.baseUrl()).answering(200, TOKEN);
    Authentication client =
        new Authentication.EntraClient("ten", "cli", new SecretRef("s3cret"), SCOPE);
    assertEquals("Bearer tok-1", server.authorization(client));
    assertEquals("s3cret", TokenServer.form(server.request(0)).get("client_secret"));
  }

  private TokenServer federated() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "jwt-of-the-cluster\n");
    return server
        .with("AZURE_FEDERATED_TOKEN_FILE", file.toString())
        .with("AZURE_CLIENT_ID", "cli")
        .with("AZURE_TENANT_ID", "ten")
        .with("AZURE_AUTHORITY_HOST", server.baseUrl() + "/");
  }

  private MissingSecret refusal() {
    return assertThrows(MissingSecret.class, () -> server.authorization(MANAGED));
  }
}
