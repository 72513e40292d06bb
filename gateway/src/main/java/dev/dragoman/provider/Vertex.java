package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Vertex AI has its models, and what authorizes a request to it.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/reference/rest">Vertex AI, REST</a>
 */
public final class Vertex {
  private static final String DEFAULT_LOCATION = "us-central1";

  private static final Pattern WORLDWIDE = Pattern.compile("^gemini-[3-9]");

  private Vertex() {}

  /**
   * The address of a method of a publisher's model: {@code
   * https://HOST/v1/projects/P/locations/L/publishers/PUBLISHER/models/MODEL:METHOD}. A
   * deployment's {@code api_base} stands for host and prefix, with or without the version.
   *
   * @param publisher {@code google}, {@code anthropic} ...
   * @param method {@code streamGenerateContent?alt=sse}, {@code streamRawPredict} ...
   */
  public static URI uri(Deployment target, String publisher, String method) {
    return URI.create(
        parent(target)
            + "/publishers/"
            + publisher
            + "/models/"
            + target.upstreamModel()
            + ':'
            + method);
  }

  /** {@code https://HOST/v1/projects/P/locations/L}. */
  public static String parent(Deployment target) {
    String project = setting(target, "vertex_project", "vertex_ai_project");
    String location = setting(target, "vertex_location", "vertex_ai_location");
    String place = location == null ? usual(target) : location;
    String base = target.apiBase() == null ? "https://" + host(place) : target.apiBase();
    boolean versioned = base.endsWith("/v1") || base.endsWith("/v1beta1");
    return (versioned ? base : base + "/v1")
        + "/projects/"
        + (project == null ? Credentials.PROJECT_OF_CREDENTIALS : project)
        + "/locations/"
        + place;
  }

  /**
   * Where a model is that no place is named for: Gemini from 3 on is offered worldwide, much of it
   * nowhere else.
   *
   * @see <a
   *     href="https://docs.cloud.google.com/vertex-ai/generative-ai/docs/start/get-started-with-gemini-3">
   *     "only available on global endpoints"</a>
   */
  private static String usual(Deployment target) {
    return WORLDWIDE.matcher(target.baseModel()).find() ? "global" : DEFAULT_LOCATION;
  }

  /** A token for the credentials that the deployment names, else for the application default. */
  public static Authentication authentication(Deployment target) {
    String credentials = credentials(target);
    return new Authentication.GoogleToken(
        credentials == null ? null : new SecretRef(credentials),
        setting(target, "vertex_project", "vertex_ai_project"));
  }

  /** A path, the JSON as text, or the JSON as it stands in the configuration. */
  private static @Nullable String credentials(Deployment target) {
    RawJson written = target.settings().get("vertex_credentials");
    return written != null && written.isObject()
        ? written.toString()
        : setting(target, "vertex_credentials", "vertex_ai_credentials");
  }

  private static String host(String location) {
    return switch (location) {
      case "global" -> "aiplatform.googleapis.com";
      case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
      default -> location + "-aiplatform.googleapis.com";
    };
  }

  private static @Nullable String setting(Deployment target, String name, String otherName) {
    String value = target.text(name);
    return value == null ? target.text(otherName) : value;
  }
}
