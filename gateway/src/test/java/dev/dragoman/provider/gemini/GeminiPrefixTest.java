package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemini caches the prompt it saw before: so a session's requests grow at their end only. */
class GeminiPrefixTest {
  @ParameterizedTest
  @ValueSource(strings = {"gemini/gemini-2.5-pro", "vertex_ai/gemini-3-pro-preview"})
  void eachRequestOfASessionBeginsWithTheOneBefore(String model) {
    String[] name = model.split("/", 2);
    Deployment target = Deployment.of("m", name[0], name[1]);
    GeminiProvider provider = new GeminiProvider(new ModelCatalogue());
    String before = "";
    for (int turns = 0; turns <= 30; turns++) {
      byte[] body =
          provider.encode(RequestReader.read(Sessions.withTurns(turns)), target).request().body();
      String now = new String(body, StandardCharsets.UTF_8);
      assertEquals("]}]}", now.substring(now.length() - 4));
      String stripped = now.substring(0, now.length() - 4);
      int turn = turns;
      assertTrue(stripped.startsWith(before), () -> "turn " + turn + " does not go on");
      before = stripped;
    }
  }
}
