package dev.dragoman.credential.azure;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Http;
import dev.dragoman.credential.KeptToken;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.Secrets;
import dev.dragoman.credential.Surroundings;
import dev.dragoman.credential.TokenAnswer;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that get tokens of Microsoft Entra's.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">
 *     Client credentials</a>
 * @see <a href="https://learn.microsoft.com/azure/app-service/overview-managed-identity">App
 *     Service's identities</a>
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">
 *     Virtual machines' identities</a>
 */
final class EntraRequests {
  private static final String AUTHORITY = "https://login.microsoftonline.com";
  private static final String MACHINE = "http://169.254.169.254";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Surroundings surroundings;

  EntraRequests(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  KeptToken.Token ofClient(Authentication.EntraClient client) {
    String secret = surroundings.resolve(client.secret());
    return post(
        client.tenant(),
        "Entra's client " + client.client() + " in the tenant " + client.tenant(),
        secret,
        "client_id",
        client.client(),
        "client_secret",
        secret,
        "scope",
        client.scope(),
        "grant_type",
        "client_credentials");
  }

  KeptToken.Token ofProcess(Authentication.EntraManaged identity) {
    String endpoint = variable("IDENTITY_ENDPOINT");
    String header = variable("IDENTITY_HEADER");
    String file = variable("AZURE_FEDERATED_TOKEN_FILE");
    if (endpoint != null && header != null) {
      return get(
          endpoint,
          "2019-08-01",
          identity,
          Headers.of("x-identity-header", header),
          "the identity at IDENTITY_ENDPOINT",
          header);
    }
    if (file != null) {
      return federated(identity, file);
    }
    String machine = variable("AZURE_POD_IDENTITY_AUTHORITY_HOST");
    return get(
        trimmed(machine == null ? MACHINE : machine) + "/metadata/identity/oauth2/token",
        "2018-02-01",
        identity,
        Headers.of("metadata", "true"),
        "the identity of this machine (Azure's metadata service)",
        "");
  }

  private KeptToken.Token federated(Authentication.EntraManaged identity, String file) {
    String configured = identity.client();
    String client = configured == null ? variable("AZURE_CLIENT_ID") : configured;
    String tenant = variable("AZURE_TENANT_ID");
    if (client == null || tenant == null) {
      throw new MissingSecret(
          "AZURE_FEDERATED_TOKEN_FILE needs AZURE_CLIENT_ID and AZURE_TENANT_ID beside it");
    }
    String assertion;
    try {
      assertion = Files.readString(Path.of(file)).strip();
    } catch (IOException _) {
      throw new MissingSecret(
          "the file that AZURE_FEDERATED_TOKEN_FILE names cannot be read: " + file);
    }
    return post(
        tenant,
        "the workload identity " + client + " of " + file,
        assertion,
        "client_id",
        client,
        "client_assertion_type",
        ASSERTION_TYPE,
        "client_assertion",
        assertion,
        "scope",
        identity.scope(),
        "grant_type",
        "client_credentials");
  }

  private KeptToken.Token post(String tenant, String whose, String secret, String... form) {
    String authority = variable("AZURE_AUTHORITY_HOST");
    String base = trimmed(authority == null ? AUTHORITY : authority);
    String uri =
        (base.contains("://") ? base : "https://" + base)
            + "/"
            + escaped(tenant)
            + "/oauth2/v2.0/token";
    return send(
        "POST",
        uri,
        Headers.of("content-type", "application/x-www-form-urlencoded"),
        form(form).getBytes(StandardCharsets.UTF_8),
        whose,
        secret);
  }

  private KeptToken.Token get(
      String endpoint,
      String version,
      Authentication.EntraManaged identity,
      Headers headers,
      String whose,
      String secret) {
    String scope = identity.scope();
    String resource =
        scope.endsWith("/.default")
            ? scope.substring(0, scope.length() - "/.default".length())
            : scope;
    String client = identity.client();
    String query =
        form("api-version", version, "resource", resource)
            + (client == null ? "" : "&" + form("client_id", client));
    String uri = endpoint + (endpoint.contains("?") ? "&" : "?") + query;
    return send("GET", uri, headers, new byte[0], whose, secret);
  }

  private KeptToken.Token send(
      String method, String uri, Headers headers, byte[] body, String whose, String secret) {
    Secrets secrets = new Secrets(secret.isEmpty() ? List.of() : List.of(secret));
    TokenAnswer answer;
    try {
      Http.Answer whole =
          surroundings.http().send(new UpstreamRequest(method, URI.create(uri), headers, body));
      answer = TokenAnswer.of(whole.status(), whole.body());
    } catch (IllegalArgumentException e) {
      throw new MissingSecret(noToken(whose, e, secrets));
    } catch (IOException e) {
      throw MissingSecret.forNow(noToken(whose, e, secrets));
    }
    KeptToken.Token token = answer.token(surroundings.clock().instant());
    if (token == null) {
      throw MissingSecret.refused(
          answer.status(), "no token for " + whose + ": " + secrets.mask(answer.reason()));
    }
    return token;
  }

  private static String noToken(String whose, Exception fault, Secrets secrets) {
    String why = TokenAnswer.oneLine(String.valueOf(fault.getMessage()));
    return "no token for " + whose + ": " + secrets.mask(why);
  }

  private @Nullable String variable(String name) {
    String value = surroundings.environment().get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static String form(String... namesAndValues) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(escaped(namesAndValues[i + 1]));
    }
    return form.toString();
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String trimmed(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
