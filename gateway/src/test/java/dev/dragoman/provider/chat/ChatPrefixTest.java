package dev.dragoman.provider.chat;

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
class ChatPrefixTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/gpt-4o",
        "openai/gpt-5",
        "deepseek/deepseek-chat",
        "groq/x",
        "mistral/x",
        "moonshot/kimi-k2.6"
      })
  void eachRequestOfASessionBeginsWithTheOneBefore(String model) {
    assertGrows(model, Sessions::withTurns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai/gpt-4o", "deepseek/deepseek-chat", "hosted_vllm/x"})
  void alsoWhereToolsLoadOnTheWay(String model) {
    String last = assertGrows(model, LoadingSession::withTurns);
    assertTrue(last.contains("\\\"loaded_tool\\\":\\\"mcp__server__tool_7\\\""));
    assertTrue(last.contains("\\\"name\\\":\\\"mcp__server__tool_7\\\",\\\"input\\\":{"));
  }

  /** Checks 40 turns; the last request's body. */
  private static String assertGrows(String model, IntFunction<byte[]> session) {
    String[] name = model.split("/", 2);
    Deployment plain = Deployment.of("m", name[0], name[1]);
    Deployment target =
        name[0].equals("hosted_vllm") ? plain.at("https://vllm.test/v1", null) : plain;
    return GrowingSession.assertGrows(
        new ChatProvider(new ModelCatalogue()), target, session, "]}");
  }
}
