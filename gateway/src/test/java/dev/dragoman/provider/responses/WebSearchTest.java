package dev.dragoman.provider.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.Translation;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class WebSearchTest {
  @Test
  void aSearchIsACallItsResultAndCitationsOfTheTextThatRestsOnIt() throws Exception {
    Golden golden =
        Golden.all("responses").stream()
            .filter(each -> each.toString().equals("29-web-search"))
            .findFirst()
            .orElseThrow();
    Translation read =
        Translation.ofStream(
            Files.readAllBytes(golden.folder().resolve("searched.sse")),
            golden.provider(),
            golden.request(),
            golden.target());
    assertEquals(Files.readString(golden.folder().resolve("searched-client.sse")), read.sse());
    assertEquals(1L, read.usage().searches());
  }
}
