package dev.dragoman.credential.google;

import com.google.auth.oauth2.AwsSecurityCredentials;
import com.google.auth.oauth2.AwsSecurityCredentialsSupplier;
import com.google.auth.oauth2.ExternalAccountSupplierContext;
import dev.dragoman.credential.Environment;
import dev.dragoman.credential.Surroundings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** AWS's keys as they stand in the variables of a Lambda function, for workload identity. */
@SuppressWarnings("serial") // The library's interface is serializable; this is never written.
final class LambdaKeys implements AwsSecurityCredentialsSupplier {
  private final transient Surroundings surroundings;

  LambdaKeys(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whether they stand there; elsewhere the library asks the machine's metadata. */
  static boolean stand(Surroundings surroundings) {
    Environment variables = surroundings.environment();
    return variables.get("AWS_ACCESS_KEY_ID") != null
        && variables.get("AWS_SECRET_ACCESS_KEY") != null
        && region(variables) != null;
  }

  @Override
  public String getRegion(ExternalAccountSupplierContext context) throws IOException {
    String region = region(surroundings.environment());
    if (region == null) {
      throw new IOException("AWS_REGION is not set");
    }
    return region;
  }

  @Override
  public AwsSecurityCredentials getCredentials(ExternalAccountSupplierContext context)
      throws IOException {
    Environment variables = surroundings.environment();
    String id = variables.get("AWS_ACCESS_KEY_ID");
    String key = variables.get("AWS_SECRET_ACCESS_KEY");
    if (id == null || key == null) {
      throw new IOException("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    }
    return new AwsSecurityCredentials(id, key, variables.get("AWS_SESSION_TOKEN"));
  }

  private static @Nullable String region(Environment variables) {
    String region = variables.get("AWS_REGION");
    return region == null ? variables.get("AWS_DEFAULT_REGION") : region;
  }
}
