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
  /** The variables of this process. */
  public interface Environment {
    /** The value of a variable; null if it is not set. */
    @Nullable String get(String name);
  }

  /**
   * Stands in the path of an address for the project of Google's credentials, which only they know.
   */
  public static final String PROJECT_OF_CREDENTIALS = "project-of-credentials";

  private static final String PROJECT_SEGMENT = "/" + PROJECT_OF_CREDENTIALS + "/";

  /** Also {@code example.com:project}, as old ones are called. */
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9.:-]+");

  private final Environment environment;
  private final SecretSource secrets;
  private final Http http;
  private final InstantSource clock;

  // Loaded by the first request that needs them.
  private final Supplier<GoogleTokens> google = once(() -> new GoogleTokens(this));
  private final Supplier<EntraTokens> entra = once(() -> new EntraTokens(this));
  private final Supplier<AwsSigner> aws = once(() -> new AwsSigner(this));

  public Credentials(Environment environment, Http http, InstantSource clock) {
    this.environment = environment;
    this.secrets = new SecretSource(environment);
    this.http = http;
    this.clock = clock;
  }

  /** A secret that cannot be had; the message names its place, never its value. */
  public static final class MissingSecret extends RuntimeException {
    private final boolean passing;

    /** One that stays missing until somebody sets it. */
    public MissingSecret(String message) {
      this(message, false);
    }

    private MissingSecret(String message, boolean passing) {
      super(message, null, false, false);
      this.passing = passing;
    }

    /** One that may be had a moment later: who gives it out could not be reached, or was busy. */
    public static MissingSecret forNow(String message) {
      return new MissingSecret(message, true);
    }

    /** One whose giver answered with {@code status}, where that is no success. */
    public static MissingSecret refused(int status, String message) {
      return new MissingSecret(message, status >= 500 || status == 429 || status == 408);
    }

    /** Whether another attempt may find it. */
    public boolean passing() {
      return passing;
    }
  }

  /** The variables of this process. */
  public Environment environment() {
    return environment;
  }

  /** How tokens are fetched. */
  public Http http() {
    return http;
  }

  /** The time. */
  public InstantSource clock() {
    return clock;
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
            () -> environment.get("GOOGLE_CLOUD_PROJECT"),
            () -> environment.get("VERTEXAI_PROJECT"))
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
    return secrets.resolve(reference);
  }

  /** The text that {@code reference} names, such as a JSON document of several lines. */
  public String document(SecretRef reference) {
    return secrets.document(reference);
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
