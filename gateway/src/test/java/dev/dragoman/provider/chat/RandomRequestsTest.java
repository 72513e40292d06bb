package dev.dragoman.provider.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatRules;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.RandomRequests;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client asks for, OpenAI is asked in a way that it takes. */
class RandomRequestsTest {
  private static final List<String> MODELS =
      List.of(
          "gpt-4o",
          "gpt-4.1",
          "gpt-5",
          "gpt-5.1",
          "gpt-5.4",
          "gpt-5.6",
          "o3",
          "o4-mini",
          "gpt-5-chat-latest");

  @Test
  void everyRequestIsOneThatOpenAiTakes() {
    ChatProvider provider = new ChatProvider(new ModelCatalogue());
    ChatRules rules = ChatRules.openAi();
    int taken = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      ObjectNode json = RandomRequests.next(random);
      MessagesRequest request = RequestReader.read(JsonMapper.shared().writeValueAsBytes(json));
      String model = MODELS.get(random.nextInt(MODELS.size()));
      byte[] body;
      try {
        body = provider.encode(request, Deployment.of("m", "openai", model)).request().body();
      } catch (ApiException e) {
        assertEquals(400, e.error().status());
        continue;
      }
      taken++;
      ChatRequest sent =
          new ChatRequest(
              "POST",
              "/v1/chat/completions",
              Map.of(
                  "authorization", List.of("Bearer sk-test"),
                  "content-type", List.of("application/json")),
              body);
      int round = seed;
      assertEquals(List.of(), rules.check(sent), () -> "seed " + round + " " + model + " " + json);
    }
    assertTrue(taken > 1_200, "taken " + taken);
  }
}
