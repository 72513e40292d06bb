package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.GrowingSession;
import dev.dragoman.provider.LoadingSession;
import dev.dragoman.provider.ModelCatalogue;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemini caches the prompt it saw before: so a session's requests grow at their end only. */
class GeminiPrefixTest {
  @ParameterizedTest
  @ValueSource(strings = {"gemini/gemini-2.5-pro", "vertex_ai/gemini-3.1-pro-preview"})
  void eachRequestOfASessionBeginsWithTheOneBefore(String model) {
    assertGrows(model, Sessions::withTurns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemini/gemini-3.1-pro-preview", "vertex_ai/gemini-2.5-flash"})
  void alsoWhereToolsLoadOnTheWay(String model) {
    String last = assertGrows(model, LoadingSession::withTurns);
    assertTrue(last.contains("\\\"loaded_tool\\\":\\\"mcp__server__tool_7\\\""));
    assertTrue(last.contains("\"args\":{\"name\":\"mcp__server__tool_7\",\"input\":{"));
  }

  /** Checks 40 turns; the last request's body. */
  private static String assertGrows(String model, IntFunction<byte[]> session) {
    String[] name = model.split("/", 2);
    Deployment target = Deployment.of("m", name[0], name[1]);
    return GrowingSession.assertGrows(
        new GeminiProvider(new ModelCatalogue()), target, session, "]}]}");
  }
}
