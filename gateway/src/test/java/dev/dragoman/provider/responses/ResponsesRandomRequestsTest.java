package dev.dragoman.provider.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.ObjectMappers;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.ResponsesForm;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client asks for, OpenAI is asked, and asked to count, in a way that it takes. */
class ResponsesRandomRequestsTest {
  private static final List<String> MODELS =
      List.of(
          "gpt-4o",
          "gpt-4.1",
          "gpt-5",
          "gpt-5-pro",
          "gpt-5-chat-latest",
          "gpt-5.1",
          "gpt-5.4",
          "gpt-5.6",
          "gpt-6",
          "o1",
          "o3",
          "o4-mini");

  private final ResponsesProvider provider = new ResponsesProvider(new ModelCatalogue());

  @Test
  void everyRequestIsOneThatOpenAiTakes() throws IOException {
    int taken = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      Deployment target = target(random);
      String own = provider.provenance(target).wrap("ID|gAAAA");
      String foreign = provider.provenance(Deployment.of("m", "openai", "gpt-3")).wrap("ID|gAAAA");
      ObjectNode json = new RandomHistory(random, List.of(own, own, foreign, "EqQB", "")).next();
      String round = "seed " + seed + " " + target;
      UpstreamRequest sent;
      MessagesRequest request;
      try {
        request = RequestReader.read(JsonMapper.shared().writeValueAsBytes(json));
        sent = provider.encode(request, target).request();
      } catch (ApiException e) {
        assertEquals(400, e.error().status(), round);
        continue;
      }
      taken++;
      assertTaken(sent, round);
      Provider.Counting counting = provider.counting(target);
      if (counting != null && seed % 3 == 0) {
        assertCounted(counting.encode(request).request(), round);
      }
    }
    assertTrue(taken > 1_300, "taken " + taken);
  }

  private static Deployment target(Random random) {
    String model = MODELS.get(random.nextInt(MODELS.size()));
    return random.nextInt(4) == 0
        ? Deployment.of("m", "azure", "responses/" + model).at("https://x.openai.azure.com", null)
        : Deployment.of("m", "openai", "responses/" + model);
  }

  private static void assertTaken(UpstreamRequest sent, String round) {
    assertEquals(List.of(), new ResponsesForm().violations(received(sent)), round);
  }

  private static void assertCounted(UpstreamRequest sent, String round) throws IOException {
    assertTrue(sent.uri().getPath().endsWith("/responses/input_tokens"), round);
    var unused =
        ObjectMappers.jsonMapper()
            .readValue(sent.body(), InputTokenCountParams.Body.class)
            .validate();
    assertTaken(sent, round);
  }

  private static Received received(UpstreamRequest sent) {
    return new Received(
        sent.method(),
        sent.uri().getPath().replace("/input_tokens", ""),
        Map.of(
            "content-type", List.of("application/json"),
            "authorization", List.of("Bearer sk-test")),
        sent.body());
  }
}
