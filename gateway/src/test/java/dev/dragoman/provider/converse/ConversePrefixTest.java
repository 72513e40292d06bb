package dev.dragoman.provider.converse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.ConverseRules;
import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.GrowingSession;
import dev.dragoman.provider.LoadingSession;
import dev.dragoman.provider.ModelCatalogue;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Providers cache the prompt they saw before: so a session's requests grow at their end only. */
class ConversePrefixTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "meta.llama3-3-70b-instruct-v1:0",
        "us.amazon.nova-pro-v1:0",
        "qwen.qwen3-32b-v1:0",
        "converse/us.anthropic.claude-opus-4-6-v1"
      })
  void eachRequestOfASessionBeginsWithTheOneBefore(String model) {
    assertGrows(model, Sessions::withTurns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us.meta.llama4-maverick-17b-instruct-v1:0",
        "us.amazon.nova-2-lite-v1:0",
        "mistral.mistral-large-3-675b-instruct",
        "openai.gpt-oss-120b-1:0"
      })
  void alsoWhereToolsLoadOnTheWay(String model) {
    String last = assertGrows(model, LoadingSession::withTurns);
    assertTrue(last.contains("\\\"loaded_tool\\\":\\\"mcp__server__tool_7\\\""));
    assertTrue(last.contains("\"name\":\"mcp__server__tool_7\",\"input\":{"));
  }

  /** Checks that each is taken, too; the last request's body. */
  private static String assertGrows(String model, IntFunction<byte[]> session) {
    Deployment target = Deployment.of("m", "bedrock", model);
    return GrowingSession.assertGrows(
        new ConverseProvider(new ModelCatalogue()),
        target,
        session,
        "]}]}",
        request ->
            assertEquals(
                List.of(),
                ConverseRules.check(
                    target.upstreamModel(),
                    request.uri().getRawPath().replaceFirst(".*/", ""),
                    JsonMapper.shared().readTree(request.body()))));
  }
}
