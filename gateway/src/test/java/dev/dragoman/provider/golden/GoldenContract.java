package dev.dragoman.provider.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.messages.OfficialTypes;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole conversations of one dialect, each reviewed, in {@code golden/DIALECT/NN-name}. {@code
 * -Dgolden.update=true} writes what comes out now into the sources, to be reviewed again.
 */
public abstract class GoldenContract {
  private static final Set<String> MADE =
      Set.of(
          "address.txt",
          "upstream.json",
          "upstream-2.json",
          "search.txt",
          "notes.txt",
          "client.sse",
          "usage.json",
          "refusal.txt");

  private final String dialect;

  protected GoldenContract(String dialect) {
    this.dialect = dialect;
  }

  /** Fails if the provider would refuse the request, or its own SDK cannot read it. */
  protected abstract void assertTaken(UpstreamRequest request, Golden golden) throws IOException;

  /** Fails if the provider's own SDK cannot read this scripted answer, where it is well-formed. */
  protected abstract void assertReadable(byte[] stream, Golden golden) throws IOException;

  private Stream<DynamicTest> each(Check check) throws Exception {
    return Golden.all(dialect).stream()
        .map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> check.on(golden)));
  }

  private interface Check {
    void on(Golden golden) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> theTranslationIsWhatWasReviewed() throws Exception {
    return each(this::compare);
  }

  @TestFactory
  Stream<DynamicTest> theProviderTakesTheRequest() throws Exception {
    return each(golden -> {
      if (!golden.refused()) {
        for (UpstreamRequest upstream : golden.upstream()) {
          assertTaken(upstream, golden);
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> theProvidersOwnClientReadsTheScriptedAnswer() throws Exception {
    return each(golden -> {
      byte[] stream = golden.stream();
      if (stream != null) {
        assertReadable(stream, golden);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> theOfficialClientReadsTheAnswer() throws Exception {
    return each(golden -> {
      String answer = golden.made().getOrDefault("client.sse", "");
      for (String line : answer.lines().toList()) {
        if (line.startsWith("data: ") && !line.startsWith("data: {\"type\":\"error\"")) {
          OfficialTypes.assertEvent(line.substring(6).getBytes(StandardCharsets.UTF_8));
        }
      }
    });
  }

  private void compare(Golden golden) throws IOException {
    Map<String, String> made = golden.made();
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "golden files are not updated unattended");
      update(golden, made);
      return;
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Path path = golden.folder().resolve(file.getKey());
      assertEquals(Files.readString(path), file.getValue(), file.getKey());
    }
    assertEquals(made.keySet(), present(golden));
  }

  private static Set<String> present(Golden golden) throws IOException {
    Set<String> present = new HashSet<>();
    try (Stream<Path> files = Files.list(golden.folder())) {
      files.map(file -> file.getFileName().toString()).filter(MADE::contains).forEach(present::add);
    }
    return present;
  }

  private void update(Golden golden, Map<String, String> made) throws IOException {
    Path source = Path.of("src/test/resources/golden", dialect).resolve(golden.toString());
    for (String name : MADE) {
      Files.deleteIfExists(source.resolve(name));
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Files.writeString(source.resolve(file.getKey()), file.getValue());
    }
  }
}
