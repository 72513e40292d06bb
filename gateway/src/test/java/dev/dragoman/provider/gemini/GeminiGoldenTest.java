package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerationConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of Gemini's API. */
class GeminiGoldenTest extends GoldenContract {
  GeminiGoldenTest() {
    super("gemini");
  }

  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) throws IOException {
    boolean vertex = golden.target().provider().equals("vertex_ai");
    GeminiForm google = vertex ? GeminiForm.vertex() : GeminiForm.aiStudio();
    assertEquals(List.of(), google.violationsOfOne(received(upstream)));
    JsonNode body = JsonMapper.shared().readTree(upstream.body());
    body.path("contents").forEach(each -> assertRead(each, Content::fromJson, Content::toJson));
    body.path("tools").forEach(each -> assertRead(each, Tool::fromJson, Tool::toJson));
    assertRead(body.path("systemInstruction"), Content::fromJson, Content::toJson);
    assertRead(body.path("toolConfig"), ToolConfig::fromJson, ToolConfig::toJson);
    assertRead(body.path("generationConfig"), GenerationConfig::fromJson, GenerationConfig::toJson);
  }

  /** What Google's own type reads is all there is. */
  private static <T> void assertRead(
      JsonNode json, Function<String, T> reading, Function<T, String> writing) {
    if (!json.isMissingNode()) {
      JsonNode read = JsonMapper.shared().readTree(writing.apply(reading.apply(json.toString())));
      assertTrue(json.equals(GeminiGoldenTest::compare, read), () -> json + "\nis read as " + read);
    }
  }

  /** 0 if they are the same, 40 and 40.0 too. */
  private static int compare(JsonNode one, JsonNode other) {
    boolean same =
        (one.isNumber() && other.isNumber())
            ? one.doubleValue() == other.doubleValue()
            : one.equals(other);
    return same ? 0 : 1;
  }

  private static Received received(UpstreamRequest upstream) {
    return new Received(
        upstream.method(),
        upstream.uri().getRawPath()
            + (upstream.uri().getRawQuery() == null ? "" : "?" + upstream.uri().getRawQuery()),
        Map.of(
            "content-type", List.of("application/json"),
            "x-goog-api-key", List.of("sk-upstream"),
            "authorization", List.of("Bearer ya29.x")),
        upstream.body());
  }

  @Override
  protected void assertReadable(byte[] stream, Golden golden) {
    for (String line : new String(stream, StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith("data: ") && line.endsWith("}")) {
        GenerateContentResponse.fromJson(line.substring("data: ".length()));
      }
    }
  }
}
