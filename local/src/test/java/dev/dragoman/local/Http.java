package dev.dragoman.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client for tests. */
public final class Http {
  private static final JsonMapper JSON = new JsonMapper();

  private Http() {}

  static HttpResponse<String> post(URI base, String key, String body)
      throws IOException, InterruptedException {
    return post(base, "/v1/messages", key, body);
  }

  /** Posts JSON to a path. */
  public static HttpResponse<String> post(URI base, String path, String key, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Gets a path. */
  public static HttpResponse<String> get(URI base, String path, String key)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).header("x-api-key", key).GET().build());
  }

  /** The JSON of an answer. */
  public static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
