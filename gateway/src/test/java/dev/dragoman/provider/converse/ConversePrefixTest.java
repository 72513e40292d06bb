package dev.dragoman.provider.converse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Sessions;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Providers cache the prompt they saw before: so a session's requests grow at their end only. */
class ConversePrefixTest {
  @Test
  void eachRequestOfASessionBeginsWithTheOneBefore() {
    Deployment target = Deployment.of("m", "bedrock", "meta.llama3-3-70b-instruct-v1:0");
    ConverseProvider provider = new ConverseProvider(new ModelCatalogue());
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
