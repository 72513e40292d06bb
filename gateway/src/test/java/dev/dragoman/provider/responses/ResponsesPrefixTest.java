package dev.dragoman.provider.responses;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.GrowingSession;
import dev.dragoman.provider.LoadingSession;
import dev.dragoman.provider.ModelCatalogue;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers cache the prompt they saw before: so a session's requests grow at their end only. */
class ResponsesPrefixTest {
  @ParameterizedTest
  @ValueSource(strings = {"gpt-5", "responses/gpt-4.1"})
  void eachRequestOfASessionBeginsWithTheOneBefore(String model) {
    assertGrows(model, Sessions::withTurns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-5", "responses/gpt-4.1"})
  void alsoWhereToolsLoadOnTheWay(String model) {
    String last = assertGrows(model, LoadingSession::withTurns);
    assertTrue(last.contains("\\\"loaded_tool\\\":\\\"mcp__server__tool_7\\\""));
    assertTrue(last.contains("\\\"name\\\":\\\"mcp__server__tool_7\\\",\\\"input\\\":{"));
  }

  /** Checks 40 turns; the last request's body. */
  private static String assertGrows(String model, IntFunction<byte[]> session) {
    Deployment target = Deployment.of("m", "openai", model);
    return GrowingSession.assertGrows(
        new ResponsesProvider(new ModelCatalogue()), target, session, "]}");
  }
}
