package dev.dragoman.credential;

import dev.dragoman.credential.aws.AwsSigner;
import dev.dragoman.credential.azure.EntraTokens;
import dev.dragoman.credential.google.GoogleTokens;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references to secrets at the moment they are used, and authorizes requests with them.
 */
public final class Credentials {
  /**
   * Stands in the path of an address for the project of Google's credentials, which only they know.
   */
  public static final String PROJECT_OF_CREDENTIALS = "project-of-credentials";

  private static final String PROJECT_SEGMENT = "/" + PROJECT_OF_CREDENTIALS + "/";

  /** Also {@code example.com:project}, as old ones are called. */
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9.:-]+");

  private final Surroundings surroundings;

  // Loaded by the first request that needs them.
  private final Supplier<GoogleTokens> google;
  private final Supplier<EntraTokens> entra;
  private final Supplier<AwsSigner> aws;

  public Credentials(Environment environment, Http http, InstantSource clock) {
    Surroundings all = new Surroundings(environment, http, clock);
    this.surroundings = all;
    this.google = once(() -> new GoogleTokens(all));
    this.entra = once(() -> new EntraTokens(all));
    this.aws = once(() -> new AwsSigner(all));
  }

  /**
   * {@code request} with what {@code authentication} asks for, and the references in its headers
   * resolved.
   */
  public UpstreamRequest authorize(UpstreamRequest request, Authentication authentication) {
    Headers.Builder headers = Headers.builder();
    request
        .headers()
        .forEach((name, value) -> {
          SecretRef reference = new SecretRef(value);
          headers.add(
              name, reference.kind() == SecretRef.Kind.LITERAL ? value : resolve(reference));
        });
    if (authentication instanceof Authentication.GoogleToken token
        && request.uri().getRawPath().contains(PROJECT_SEGMENT)) {
      return authorize(ofProject(request, token), authentication);
    }
    // A deployment's own extra_headers go before its key.
    if (!request.headers().contains("authorization")) {
      switch (authentication) {
        case Authentication.None none -> {}
        case Authentication.Bearer bearer -> bearer(headers, resolve(bearer.secret()));
        case Authentication.KeyHeader key -> {
          if (!request.headers().contains(key.name())) {
            headers.add(key.name(), resolve(key.secret()));
          }
        }
        case Authentication.GoogleToken token -> {
          bearer(headers, google.get().token(token));
          String payer = google.get().quotaProject(token);
          if (payer != null && !request.headers().contains("x-goog-user-project")) {
            headers.add("x-goog-user-project", payer);
          }
        }
        case Authentication.EntraClient token -> bearer(headers, entra.get().token(token));
        case Authentication.EntraManaged token -> bearer(headers, entra.get().token(token));
        case Authentication.AwsSignature signature -> {
          return aws.get().sign(with(request, headers), signature);
        }
      }
    }
    return with(request, headers);
  }

  private UpstreamRequest ofProject(UpstreamRequest request, Authentication.GoogleToken token) {
    String uri = request.uri().toString().replace(PROJECT_SEGMENT, "/" + project(token) + "/");
    return new UpstreamRequest(
        request.method(), URI.create(uri), request.headers(), request.body());
  }

  private String project(Authentication.GoogleToken token) {
    return Stream.<Supplier<@Nullable String>>of(
            token::project,
            () -> google.get().project(token),
            () -> surroundings.environment().get("GOOGLE_CLOUD_PROJECT"),
            () -> surroundings.environment().get("VERTEXAI_PROJECT"))
        .map(Supplier::get)
        .filter(project -> project != null && PROJECT.matcher(project).matches())
        .findFirst()
        .orElseThrow(() ->
            new MissingSecret(
                "the credentials name no project; set vertex_project, or the environment"
                    + " variable GOOGLE_CLOUD_PROJECT"));
  }

  private static void bearer(Headers.Builder headers, String token) {
    headers.add("authorization", "Bearer " + token);
  }

  private static UpstreamRequest with(UpstreamRequest request, Headers.Builder headers) {
    return new UpstreamRequest(request.method(), request.uri(), headers.build(), request.body());
  }

  /** The secret that {@code reference} names. */
  public String resolve(SecretRef reference) {
    return surroundings.resolve(reference);
  }

  private static <T> Supplier<T> once(Supplier<T> maker) {
    return new Supplier<>() {
      private @Nullable T made;

      @Override
      public synchronized T get() {
        T value = made;
        if (value == null) {
          value = maker.get();
          made = value;
        }
        return value;
      }
    };
  }
}
