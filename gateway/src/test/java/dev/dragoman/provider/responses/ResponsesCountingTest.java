package dev.dragoman.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.openai.core.ObjectMappers;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import com.openai.models.responses.inputtokens.InputTokenCountResponse;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.wire.UpstreamRequest;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResponsesCountingTest {
  private static final Deployment GPT_5 = Deployment.of("m", "openai", "gpt-5");

  private final ResponsesProvider provider = new ResponsesProvider(new ModelCatalogue());

  @Test
  void openAiCountsTheSameInputAndTools() throws Exception {
    Provider.Counting counting = Objects.requireNonNull(provider.counting(GPT_5));
    var session = RequestReader.read(Sessions.withTurns(3));
    UpstreamRequest asked = counting.encode(session).request();
    assertEquals("https://api.openai.com/v1/responses/input_tokens", asked.uri().toString());
    var unused =
        ObjectMappers.jsonMapper()
            .readValue(asked.body(), InputTokenCountParams.Body.class)
            .validate();
    JsonNode body = JsonMapper.shared().readTree(asked.body());
    assertEquals(Set.of("model", "tools", "input"), Set.copyOf(body.propertyNames()));
    JsonNode sent = JsonMapper.shared().readTree(provider.encode(session, GPT_5).request().body());
    assertEquals(sent.path("input"), body.path("input"));
    assertEquals(sent.path("tools"), body.path("tools"));
  }

  @Test
  void theAnswerIsRead() throws Exception {
    String answer = "{\"object\":\"response.input_tokens\",\"input_tokens\":11}";
    var unused =
        ObjectMappers.jsonMapper().readValue(answer, InputTokenCountResponse.class).validate();
    Provider.Counting counting = Objects.requireNonNull(provider.counting(GPT_5));
    assertEquals(11, counting.read(answer.getBytes(UTF_8)));
  }

  @Test
  void othersAreNotKnownToCount() {
    assertNull(provider.counting(GPT_5.at("http://127.0.0.1:1/v1", null)));
    assertNull(
        provider.counting(
            Deployment.of("m", "azure", "responses/x").at("https://x.openai.azure.com", null)));
  }
}
