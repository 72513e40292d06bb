package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code dragoman ledger} says to who asks for something that is not there. */
final class LedgerTest {
  @TempDir private Path folder;

  @Test
  void whatIsMissingIsNamed() {
    assertRefused("Missing required subcommand");
    assertRefused("Missing required parameters: 'FROM', 'TO'", "reprice");
    assertRefused("Missing required parameter: 'TO'", "rebuild", "2026-11-01");
  }

  @Test
  void aDayThatIsNoneIsRefused() {
    assertRefused(
        "there is no day '2026-11-31': write it as 2026-11-01",
        "rebuild",
        "2026-11-01",
        "2026-11-31");
    assertRefused("there is no day 'november'", "reprice", "november", "2026-11-30");
  }

  @Test
  void theLastDayDoesNotComeBeforeTheFirst() {
    for (String command : List.of("reprice", "rebuild")) {
      assertRefused(
          "there is no day from 2026-11-30 to 2026-11-01", command, "2026-11-30", "2026-11-01");
    }
  }

  @Test
  void aFolderWithoutAStoreIsNotMadeOne() {
    for (String[] command : commands()) {
      assertRefused("no gateway has run in " + folder, command);
    }
    assertFalse(Files.exists(folder.resolve("dragoman.db")));
  }

  private static String[][] commands() {
    return new String[][] {
      {"reprice", "2026-11-01", "2026-11-30"}, {"rebuild", "2026-11-01", "2026-11-30"}, {"sweep"}
    };
  }

  @Test
  void withoutModelsNothingIsPricedByChance() {
    DataFolder.open(folder).close();
    assertRefused(
        "no models are stored there: --config names the file",
        "reprice",
        "2026-11-01",
        "2026-11-30");
    assertRefused(
        "prices stand with the models: --mappings-table or --config",
        "reprice",
        "2026-11-01",
        "2026-11-30",
        "--usage-table",
        "usage");
  }

  @Test
  void aTableThatIsNeededIsNamed() {
    assertRefused("--usage-table needs --accounts-table", "sweep", "--usage-table", "usage");
    assertRefused(
        "--usage-table needs --accounts-table",
        "rebuild",
        "2026-11-01",
        "2026-11-02",
        "--usage-table",
        "usage");
  }

  private void assertRefused(String why, String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line = Dragoman.line();
    line.setErr(new PrintWriter(said));
    line.setOut(new PrintWriter(said));
    List<String> all = new ArrayList<>(List.of("ledger", "--data", folder.toString()));
    Stream.of(arguments).forEach(all::add);
    assertEquals(2, line.execute(all.toArray(String[]::new)), said::toString);
    assertTrue(said.toString().contains(why), said::toString);
  }
}
