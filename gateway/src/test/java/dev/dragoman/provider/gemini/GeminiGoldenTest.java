package dev.dragoman.provider.gemini;

import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Tool;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of Gemini's API. */
class GeminiGoldenTest extends GoldenContract {
  GeminiGoldenTest() {
    super("gemini");
  }

  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) {
    JsonNode body = JsonMapper.shared().readTree(upstream.body());
    body.path("contents").forEach(content -> Content.fromJson(content.toString()));
    body.path("tools").forEach(tool -> Tool.fromJson(tool.toString()));
  }

  @Override
  protected void assertReadable(byte[] stream, Golden golden) {
    new String(stream, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("data: "))
        .forEach(line -> GenerateContentResponse.fromJson(line.substring(6)));
  }
}
