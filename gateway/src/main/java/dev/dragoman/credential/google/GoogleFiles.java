package dev.dragoman.credential.google;

import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where credentials of Google's are found: service accounts, external accounts, authorized users,
 * and what this process has by default.
 *
 * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">How
 *     application default credentials work</a>
 */
final class GoogleFiles {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String FILE = "application_default_credentials.json";

  private final Surroundings surroundings;
  private final GatewayTransport transport;

  GoogleFiles(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.transport = new GatewayTransport(surroundings);
  }

  /** Those at a path, or written in {@code place} itself. */
  GoogleIdentity at(String place) {
    return place.startsWith("{")
        ? read(place, "the credentials in vertex_credentials")
        : file(place, "the credentials in " + place);
  }

  /** The first of a named file, gcloud's file, and the machine's own service account. */
  GoogleIdentity applicationDefault() {
    String named = variable("GOOGLE_APPLICATION_CREDENTIALS");
    if (named != null) {
      return file(named, "the credentials in GOOGLE_APPLICATION_CREDENTIALS (" + named + ")");
    }
    Path gcloud = gcloud();
    if (gcloud != null && Files.isRegularFile(gcloud)) {
      return file(gcloud.toString(), "gcloud's credentials in " + gcloud);
    }
    GoogleCredentials machine =
        ComputeEngineCredentials.newBuilder().setHttpTransportFactory(transport).build();
    return new GoogleIdentity(
        machine.createScoped(SCOPE),
        "the application default (set vertex_credentials or GOOGLE_APPLICATION_CREDENTIALS; the"
            + " metadata server was asked last)",
        surroundings);
  }

  private @Nullable Path gcloud() {
    String config = variable("CLOUDSDK_CONFIG");
    if (config != null) {
      return Path.of(config, FILE);
    }
    String windows = variable("APPDATA");
    if (windows != null) {
      return Path.of(windows, "gcloud", FILE);
    }
    String home = variable("HOME");
    return home == null ? null : Path.of(home, ".config", "gcloud", FILE);
  }

  private GoogleIdentity file(String path, String place) {
    try {
      return read(Files.readString(Path.of(path)), place);
    } catch (IOException | InvalidPathException _) {
      throw new MissingSecret(place + " cannot be read");
    }
  }

  private GoogleIdentity read(String json, String place) {
    try {
      GoogleCredentials read =
          GoogleCredentials.fromStream(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), transport);
      if (read instanceof AwsCredentials aws && LambdaKeys.stand(surroundings)) {
        read = withLambdaKeys(aws);
      }
      String whose =
          read instanceof ServiceAccountCredentials account
              ? place + " (" + account.getClientEmail() + ")"
              : place;
      return new GoogleIdentity(read.createScoped(SCOPE), whose, surroundings);
    } catch (IOException e) {
      throw new MissingSecret(place + " cannot be used: " + GoogleIdentity.reason(e));
    } catch (RuntimeException _) {
      throw new MissingSecret(place + " are not what Google's credentials look like");
    }
  }

  @SuppressWarnings("NullAway") // A supplier stands for the source, which the copy must not have.
  private AwsCredentials withLambdaKeys(AwsCredentials aws) {
    return AwsCredentials.newBuilder(aws)
        .setCredentialSource(null)
        .setAwsSecurityCredentialsSupplier(new LambdaKeys(surroundings))
        .build();
  }

  private @Nullable String variable(String name) {
    String value = surroundings.environment().get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
