package dev.dragoman.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostileConfigTest {
  private static final String SECRET = "SECRET";
  private static final int MUTATIONS = 5_000;
  private static final String PIECES = "\t :-#&*!|>'\"%@`{}[],?~<=\\\n\r\u0000\u00e9\ud83d\ude00_9";

  @Test
  void anAliasBombIsAFault() {
    String levels =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i -> "l" + i + ": &l" + i + " [" + ("*l" + (i - 1) + ",").repeat(9) + "]\n")
            .collect(Collectors.joining());
    assertTrue(
        message("l0: &l0 [a]\n" + levels)
            .endsWith("the file comes to too many values; use fewer aliases"));
  }

  @Test
  void aLongTextRepeatedByAliasesIsAFault() {
    String text = "x".repeat(1 << 20);
    assertTrue(
        message("a: &a " + text + "\nb: [" + "*a,".repeat(100) + "]\n")
            .endsWith("the file comes to too many values; use fewer aliases"));
  }

  @Test
  void aValueInsideItselfIsAFault() {
    assertTrue(message("a: &a [*a]\n").contains("more than 64 levels deep"));
    assertTrue(message("a: &a {b: *a}\n").contains("more than 64 levels deep"));
    assertTrue(message("a: &a {<<: *a}\n").contains("more than 64 levels deep"));
  }

  @Test
  void depthAndSizeAreBounded() {
    assertTrue(message("a: " + "[".repeat(100_000)).contains("more than 64 levels deep"));
    assertEquals(
        "config.yaml:1:1 the file is larger than 4 MiB", message("#".repeat((4 << 20) + 1)));
    assertEquals(
        "config.yaml:1:1 the file is larger than 4 MiB", message("#" + "\u20ac".repeat(2 << 20)));
  }

  @Test
  void manyFaultsAreCountedNotListed() {
    String message = message("model_list:\n" + "  - x\n".repeat(1_000));
    assertTrue(message.endsWith("\nand 900 more"));
  }

  private static String message(String yaml) {
    return Samples.faults(yaml).rendered("config.yaml");
  }

  @Test
  void whateverIsWrongWithTheTextIsAConfigFaultAndNamesNoSecret() throws IOException {
    String original =
        Samples.tutorial()
            .replace("os.environ/OPENAI_API_KEY", "sk-" + SECRET)
            .replace("\"postgresql://...\"", "\"postgresql://u:" + SECRET + "@host/db\"")
            .replace("os.environ/LITELLM_MASTER_KEY", "\"" + SECRET + "\"")
            .replace("os.environ/AZURE_API_BASE", "https://" + SECRET + ".example/v1");
    Random random = new Random(20260207);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String yaml = mutated(original, random);
      try {
        GatewayConfig config = Samples.read(yaml);
        assertFalse((config + "").contains(SECRET), () -> "in the text form:\n" + yaml);
      } catch (ConfigFaults faults) {
        refused++;
        assertFalse(faults.toString().contains(SECRET), () -> faults + "\n" + yaml);
        assertFalse(faults.faults().isEmpty());
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("mutation " + i + ":\n" + yaml, e);
      }
    }
    assertTrue(refused > MUTATIONS / 4 && refused < MUTATIONS, "refused " + refused);
  }

  private static String mutated(String yaml, Random random) {
    String text = yaml;
    for (int n = random.nextInt(3); n >= 0; n--) {
      text = random.nextInt(3) == 0 ? lineMutated(text, random) : characterMutated(text, random);
    }
    return text;
  }

  private static String characterMutated(String text, Random random) {
    int at = random.nextInt(text.length());
    char piece = PIECES.charAt(random.nextInt(PIECES.length()));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + piece + text.substring(at);
      case 2 -> text.substring(0, at) + piece + text.substring(at + 1);
      default -> text.substring(0, at);
    };
  }

  private static String lineMutated(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return "\n";
    }
    int at = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(other, line);
      case 2 -> lines.set(at, "  " + line);
      case 3 -> lines.set(at, line.stripLeading());
      default -> lines.set(at, line.replaceFirst(":.*", ": [" + other + "]"));
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void noSecretShowsInATextForm() {
    String config =
        Samples.read(
                Samples.entry(
                        "model: bedrock/x",
                        "api_key: SECRET",
                        "aws_secret_access_key: SECRET",
                        "extra_headers: {Authorization: SECRET}")
                    + """
                    environment_variables: {A: SECRET}
                    general_settings: {master_key: SECRET, database_url: SECRET}
                    litellm_settings: {default_team_params: {x: SECRET}}
                    router_settings: {redis_password: SECRET}
                    """)
            .toString();
    assertFalse(config.contains(SECRET), config);
  }
}
