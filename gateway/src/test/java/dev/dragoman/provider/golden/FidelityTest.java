package dev.dragoman.provider.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** docs/fidelity.md says what the golden conversations say, and they leave nothing open. */
class FidelityTest {
  static final Path GOLDENS = Path.of("src/test/resources/golden");
  private static final Path PAGE = Path.of("../docs/fidelity.md");

  /** Dialects whose goldens pin every row. */
  static final Set<String> COMPLETE =
      Set.of("anthropic", "chat", "converse", "gemini", "responses");

  @Test
  void thePageIsWhatTheGoldenConversationsSay() throws IOException {
    String page = FidelityPage.of(GOLDENS);
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "the page is not updated unattended");
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page, "run FidelityTest with -Dgolden.update=true");
  }

  @TestFactory
  Stream<DynamicTest> everyRowIsPinned() {
    return FidelityPage.DIALECTS.stream()
        .filter(COMPLETE::contains)
        .map(dialect -> DynamicTest.dynamicTest(dialect, () -> assertComplete(dialect)));
  }

  private static void assertComplete(String dialect) throws IOException {
    for (FidelityRow row : FidelityRow.ALL) {
      List<Fate> fates = FidelityPage.fates(GOLDENS, dialect, row);
      assertFalse(fates.isEmpty(), () -> "no golden/" + dialect + "/NN-" + row.name());
    }
  }
}
