package dev.dragoman.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which features each host is told of: what the client names, and what the request needs. */
class BetasTest {
  /** As Claude Code 2.1.330 names them. */
  private static final List<String> CLAUDE_CODE =
      List.of(
          "claude-code-20250219",
          "interleaved-thinking-2025-05-14",
          "context-management-2025-06-27",
          "prompt-caching-scope-2026-01-05",
          "advanced-tool-use-2025-11-20",
          "effort-2025-11-24");

  private static final String LOADING =
      ",\"tools\":[{\"name\":\"A\",\"input_schema\":{\"type\":\"object\"}},"
          + "{\"name\":\"B\",\"defer_loading\":true,\"input_schema\":{\"type\":\"object\"}}]";

  @Test
  void anthropicIsToldAllThatTheClientNames() {
    Encoded encoded = encode(anthropic(), "", CLAUDE_CODE);
    assertEquals(
        "advanced-tool-use-2025-11-20,claude-code-20250219,context-management-2025-06-27,"
            + "effort-2025-11-24,interleaved-thinking-2025-05-14,prompt-caching-scope-2026-01-05",
        encoded.request().headers().first("anthropic-beta"));
    assertEquals(List.of(), encoded.notes());
  }

  @Test
  void howTheClientProvesWhoItIsIsNotPassedOn() {
    Encoded encoded = encode(anthropic(), "", List.of("oauth-2025-04-20"));
    assertNull(encoded.request().headers().first("anthropic-beta"));
    assertEquals(
        "anthropic-beta: oauth-2025-04-20 not known to anthropic, left out",
        encoded.notes().getFirst().toString());
  }

  @Test
  void vertexIsToldThoseItKnowsInTheHeader() {
    Encoded encoded =
        encode(
            Deployment.of("m", "vertex_ai", "claude-opus-4-8"),
            LOADING,
            List.of("skills-2025-10-02", "advanced-tool-use-2025-11-20", "effort-2025-11-24"));
    assertEquals(
        "effort-2025-11-24,tool-search-tool-2025-10-19",
        encoded.request().headers().first("anthropic-beta"));
    assertFalse(body(encoded).has("anthropic_beta"));
    assertEquals(
        "anthropic-beta: skills-2025-10-02 not known to vertex_ai, left out",
        encoded.notes().getFirst().toString());
  }

  @Test
  void bedrockIsToldThoseItKnowsInTheBody() {
    Encoded encoded =
        encode(Deployment.of("m", "bedrock", "us.anthropic.claude-opus-4-8"), LOADING, CLAUDE_CODE);
    assertNull(encoded.request().headers().first("anthropic-beta"));
    assertEquals(
        JsonMapper.shared()
            .readTree(
                "[\"context-management-2025-06-27\",\"effort-2025-11-24\","
                    + "\"interleaved-thinking-2025-05-14\",\"tool-search-tool-2025-10-19\"]"),
        body(encoded).path("anthropic_beta"));
    assertEquals(
        "anthropic-beta: claude-code-20250219 prompt-caching-scope-2026-01-05 not known to bedrock,"
            + " left out",
        encoded.notes().getFirst().toString());
  }

  @Test
  void bedrocksOwnMessagesApiIsToldInTheHeader() {
    Encoded encoded =
        encode(
            Deployment.of("m", "bedrock", "messages/anthropic.claude-opus-4-8"), "", CLAUDE_CODE);
    assertEquals(
        "claude-code-20250219,context-management-2025-06-27,effort-2025-11-24,"
            + "interleaved-thinking-2025-05-14",
        encoded.request().headers().first("anthropic-beta"));
  }

  @Test
  void azureIsToldAllButTheAdvisor() {
    Encoded encoded =
        encode(
            Deployment.of("m", "azure_ai", "claude-opus-4-8")
                .at("https://res.services.ai.azure.com", null),
            "",
            List.of("advisor-tool-2026-03-01", "skills-2025-10-02"));
    assertEquals("skills-2025-10-02", encoded.request().headers().first("anthropic-beta"));
    assertEquals(1, encoded.notes().size());
  }

  @Test
  void othersAreToldNone() {
    Encoded encoded =
        encode(
            Deployment.of("m", "deepseek", "messages/deepseek-v4-pro")
                .at("https://api.deepseek.com/anthropic", null),
            "",
            CLAUDE_CODE);
    assertNull(encoded.request().headers().first("anthropic-beta"));
    assertTrue(encoded.notes().getFirst().toString().contains("advanced-tool-use-2025-11-20"));
  }

  @Test
  void whatARequestNeedsIsNamedThoughTheClientDoesNot() {
    assertEquals(
        "advanced-tool-use-2025-11-20,context-management-2025-06-27,"
            + "extended-cache-ttl-2025-04-11,files-api-2025-04-14,"
            + "mid-conversation-system-2026-04-07",
        encode(
                anthropic(),
                LOADING
                    + ",\"context_management\":{\"edits\":[]},\"system\":[{\"type\":\"text\","
                    + "\"text\":\"x\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}],"
                    + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\","
                    + "\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]},"
                    + "{\"role\":\"system\",\"content\":\"now\"}]",
                List.of())
            .request()
            .headers()
            .first("anthropic-beta"));
  }

  @Test
  void aSearchOnVertexIsNamed() {
    assertEquals(
        "web-search-2025-03-05",
        encode(
                Deployment.of("m", "vertex_ai", "claude-opus-4-8"),
                ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]",
                List.of())
            .request()
            .headers()
            .first("anthropic-beta"));
  }

  @Test
  void whatTheDeploymentNamesIsAdded() {
    Deployment plain = anthropic();
    Deployment named =
        new Deployment(
            plain.id(),
            plain.modelName(),
            plain.provider(),
            plain.model(),
            null,
            null,
            Map.of("Anthropic-Beta", "context-1m-2025-08-07, x-1"),
            null,
            null,
            null,
            null,
            Map.of(),
            plain.origin());
    assertEquals(
        "context-1m-2025-08-07,effort-2025-11-24,x-1",
        encode(named, "", List.of("effort-2025-11-24"))
            .request()
            .headers()
            .first("anthropic-beta"));
  }

  @Test
  void aNameThatIsNoneIsNotPassedOn() {
    Encoded encoded = encode(anthropic(), "", List.of("a; b", "é"));
    assertNull(encoded.request().headers().first("anthropic-beta"));
    assertEquals(
        "anthropic-beta: one that is no name not known to anthropic, left out",
        encoded.notes().getFirst().toString());
  }

  private static Deployment anthropic() {
    return Deployment.of("m", "anthropic", "claude-opus-4-8");
  }

  private static Encoded encode(Deployment target, String fields, List<String> betas) {
    String messages =
        fields.contains("\"messages\"")
            ? ""
            : ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
    String body = "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true" + fields + messages + "}";
    MessagesRequest request = RequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    return new AnthropicProvider(new ModelCatalogue()).encode(request.withBetas(betas), target);
  }

  private static JsonNode body(Encoded encoded) {
    return JsonMapper.shared().readTree(encoded.request().body());
  }
}
