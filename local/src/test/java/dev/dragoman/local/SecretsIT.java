package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.PlantedSecrets;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.fixture.search.ScriptedSearch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a user starts it keeps its secrets, also where it tells everything else. */
final class SecretsIT {
  @TempDir private Path folder;

  @Test
  void noSecretIsInAnAnswerTheDetailedLogOrTheDataFolder() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        ScriptedChatServer upstream = ScriptedChatServer.start(PlantedSecrets::answer);
        ScriptedSearch search = ScriptedSearch.failing(401, "{\"error\":\"no\"}")) {
      Path config =
          Files.writeString(
              folder.resolve("config.yaml"),
              PlantedSecrets.config(upstream.baseUrl(), search.baseUrl()));
      try (GatewayProcess gateway =
          GatewayProcess.start(
              folder,
              PlantedSecrets.environment(),
              "--detailed_debug",
              "--config",
              config.toString())) {
        PlantedSecrets secrets =
            new PlantedSecrets((method, path, key, body) ->
                ask(client, gateway.baseUrl().resolve(path), method, key, body));
        secrets.play();
        secrets.look("the greeting", gateway.greeting());
        assertTrue(gateway.log().contains("provider is asked"), gateway::log);
        gateway.log().lines().forEach(line -> secrets.look("the log", line));
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            secrets.look(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
          }
        }
        assertEquals("", String.join("\n", secrets.found()));
      }
    }
  }

  private static String ask(
      HttpClient client, URI address, String method, @Nullable String key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    HttpResponse<String> answer =
        client.send(
            request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.headers().map() + "\n\n" + answer.body();
  }
}
