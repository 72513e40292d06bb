package dev.dragoman.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.RandomRequests;
import dev.dragoman.wire.UpstreamRequest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client asks for, Google is asked, and asked to count, in a way that it takes. */
class GeminiRandomRequestsTest {
  private static final List<String> MODELS =
      List.of(
          "gemini-2.0-flash",
          "gemini-2.5-flash",
          "gemini-2.5-flash-lite",
          "gemini-2.5-pro",
          "gemini-3-pro-preview",
          "gemini-3.1-pro-preview",
          "gemini-3.5-flash",
          "gemini-3.7-flash",
          "gemini-4-hydrogen");

  private final GeminiProvider provider = new GeminiProvider(new ModelCatalogue());

  @Test
  void everyRequestIsOneThatGoogleTakes() {
    int taken = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      ObjectNode json = RandomRequests.next(random);
      MessagesRequest request = RequestReader.read(JsonMapper.shared().writeValueAsBytes(json));
      boolean vertex = random.nextBoolean();
      Deployment target =
          Deployment.of(
                  "m", vertex ? "vertex_ai" : "gemini", MODELS.get(random.nextInt(MODELS.size())))
              .withDefaults(Map.of("vertex_project", RawJson.of("\"p-1\"")));
      UpstreamRequest sent;
      try {
        sent = provider.encode(request, target).request();
      } catch (ApiException e) {
        assertEquals(400, e.error().status());
        continue;
      }
      taken++;
      String round = "seed " + seed + " " + target;
      assertTaken(sent, vertex, round);
      assertTaken(provider.counting(target).encode(request).request(), vertex, round);
    }
    assertTrue(taken > 900, "taken " + taken);
  }

  @Test
  void theCountIsRead() {
    Deployment target = Deployment.of("m", "gemini", "gemini-3.1-pro-preview");
    byte[] answer = "{\"totalTokens\": 31, \"promptTokensDetails\": []}".getBytes(UTF_8);
    assertEquals(31, provider.counting(target).read(answer));
  }

  private static void assertTaken(UpstreamRequest sent, boolean vertex, String round) {
    GeminiForm google = vertex ? GeminiForm.vertex() : GeminiForm.aiStudio();
    Received received =
        new Received(
            sent.method(),
            sent.uri().toString().replaceFirst("https://[^/]+", ""),
            Map.of(
                "content-type", List.of("application/json"),
                "x-goog-api-key", List.of("sk-upstream"),
                "authorization", List.of("Bearer ya29.x")),
            sent.body());
    assertEquals(List.of(), google.violationsOfOne(received), round);
  }
}
