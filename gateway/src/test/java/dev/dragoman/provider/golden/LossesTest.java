package dev.dragoman.provider.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/losses.md names only tests that are there, and one for each row but those of later steps.
 */
class LossesTest {
  private static final Path PAGE = Path.of("../docs/losses.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern METHOD = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern GOLDEN = Pattern.compile("`golden (\\w+)/([\\w.-]+)`");

  @Test
  void eachRowIsShownByATest() throws IOException {
    List<String> unshown = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      boolean row = line.startsWith("| ") && !line.startsWith("| case ");
      if (row && !METHOD.matcher(line).find() && !GOLDEN.matcher(line).find()) {
        unshown.add(line.split("\\|")[1].strip());
      }
    }
    assertEquals(List.of(), unshown);
  }

  @Test
  void eachTestThatIsNamedIsThere() throws IOException {
    for (MatchResult named : found(METHOD)) {
      String file = named.group(1) + ".java";
      List<Path> sources;
      try (Stream<Path> all = Files.walk(TESTS)) {
        sources = all.filter(path -> path.endsWith(file)).toList();
      }
      assertEquals(1, sources.size(), file);
      String source = Files.readString(sources.getFirst());
      assertTrue(source.contains(" void " + named.group(2) + "("), named::group);
    }
  }

  @Test
  void eachGoldenConversationThatIsNamedIsThere() throws IOException {
    for (MatchResult named : found(GOLDEN)) {
      String dialect = named.group(1);
      String name = named.group(2);
      boolean there;
      try (Stream<Path> all = Files.list(FidelityTest.GOLDENS.resolve(dialect))) {
        there = all.anyMatch(folder -> is(name, folder.getFileName().toString()));
      }
      boolean open =
          !FidelityTest.COMPLETE.contains(dialect) && FidelityRow.of("0-" + name).isPresent();
      assertTrue(there || open, named::group);
    }
  }

  private static boolean is(String name, String folder) {
    String unnumbered = folder.replaceFirst("^\\d+-", "");
    return unnumbered.equals(name) || unnumbered.startsWith(name + "-");
  }

  private static List<MatchResult> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(PAGE)).results().toList();
  }
}
