package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.BetaMessageAccumulator;
import com.anthropic.models.beta.messages.BetaRawMessageStreamEvent;
import dev.dragoman.fixture.upstream.AnthropicRules;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.SseReader;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of the Messages API itself, by host. */
class AnthropicGoldenTest extends GoldenContract {
  AnthropicGoldenTest() {
    super("anthropic");
  }

  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) throws IOException {
    JsonNode body = JsonMapper.shared().readTree(upstream.body());
    List<String> betas = new ArrayList<>();
    body.path("anthropic_beta").forEach(beta -> betas.add(beta.asString("")));
    String header = upstream.headers().first("anthropic-beta");
    if (header != null) {
      betas.addAll(Arrays.asList(header.split(",", -1)));
    }
    List<String> found = AnthropicRules.check(host(golden.target()), body, betas);
    assertEquals(List.of(), found.stream().filter(each -> !isClients(each, golden)).toList());
  }

  /** What is wrong with the client's own request is for the host to say, in its own words. */
  private static boolean isClients(String violation, Golden golden) {
    String name = golden.toString();
    return (name.contains("unknown-fields")
            && violation.equals("betas: Extra inputs are not permitted"))
        || (name.contains("tool-names") && violation.contains("should match pattern"))
        || name.contains("tool-schemas");
  }

  static AnthropicRules.Host host(Deployment target) {
    return switch (Host.of(target)) {
      case ANTHROPIC -> AnthropicRules.Host.ANTHROPIC;
      case VERTEX -> AnthropicRules.Host.VERTEX;
      case BEDROCK -> AnthropicRules.Host.BEDROCK;
      case BEDROCK_MESSAGES -> AnthropicRules.Host.BEDROCK_MESSAGES;
      case AZURE -> AnthropicRules.Host.AZURE;
      case OTHER -> AnthropicRules.Host.OTHER;
    };
  }

  @Override
  protected void assertReadable(byte[] stream, Golden golden) throws IOException {
    List<String> events = new ArrayList<>();
    SseReader reader = new SseReader(1 << 20, frame -> events.add(frame.text()));
    reader.feed(stream, 0, stream.length);
    reader.end();
    String name = golden.toString();
    if (name.contains("usage-missing") || name.matches("\\d+-call-with.*-messages-form")) {
      return; // the official client cannot read such an answer: that is what the case is about
    }
    BetaMessageAccumulator message = BetaMessageAccumulator.create();
    for (String data : events) {
      JsonNode event = JsonMapper.shared().readTree(data);
      if (event.has("bytes")) {
        byte[] inner = Base64.getDecoder().decode(event.path("bytes").stringValue());
        event = JsonMapper.shared().readTree(new String(inner, StandardCharsets.UTF_8));
      }
      String type = event.path("type").asString("");
      if (!type.equals("error") && !type.equals("ping")) {
        message.accumulate(
            ObjectMappers.jsonMapper()
                .readValue(event.toString(), BetaRawMessageStreamEvent.class)
                .validate());
      }
    }
    if (!name.contains("cut") && !name.contains("error-in-the-middle")) {
      assertTrue(message.message().isValid());
    }
  }
}
