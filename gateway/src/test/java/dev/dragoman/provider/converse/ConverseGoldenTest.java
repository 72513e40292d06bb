package dev.dragoman.provider.converse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of Converse. */
class ConverseGoldenTest extends GoldenContract {
  private static final Set<String> FIELDS =
      Set.of("inferenceConfig", "guardrailConfig", "toolConfig", "system", "messages");

  ConverseGoldenTest() {
    super("converse");
  }

  /** By the rules that Bedrock's document states: known fields, turns that take turns. */
  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) {
    JsonNode body = JsonMapper.shared().readTree(upstream.body());
    assertTrue(FIELDS.containsAll(body.propertyNames()), body::toString);
    String before = "assistant";
    for (JsonNode message : body.get("messages")) {
      String role = message.get("role").asString();
      assertTrue(!role.equals(before) && !message.get("content").isEmpty(), body::toString);
      before = role;
    }
  }

  @Override
  protected void assertReadable(byte[] stream, Golden golden) {}
}
