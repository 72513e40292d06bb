package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderLineTest {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  static Stream<ProviderLine> all() {
    return ProviderLine.names().stream()
        .map(name -> Objects.requireNonNull(ProviderLine.find(name), name));
  }

  @Test
  void thereAreAHundredEachOnceAndSorted() {
    List<String> names = ProviderLine.names();
    assertTrue(names.size() >= 100, () -> names.size() + " are too few");
    assertEquals(names.size(), new HashSet<>(names).size());
    assertEquals(names.stream().sorted().toList(), names);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aLineSaysWhereWithWhatKeyAndByWhatDocument(ProviderLine line) {
    assertAddress(line.base());
    assertAddress(line.messages());
    for (String variable : line.keyVariables()) {
      assertTrue(variable.matches("[A-Z0-9_]+"), variable);
    }
    for (String variable : line.baseVariables()) {
      assertTrue(variable.matches("[A-Z0-9_]+(BASE|URL)"), variable);
    }
    boolean far = line.base() != null && line.base().startsWith("https:");
    assertEquals(far, far && line.keyNeeded(), "who is far away needs a key");
    assertEquals("https", URI.create(line.document()).getScheme());
    assertTrue(line.stops() > 0 && line.idLength() > 0);
  }

  /** Far ones are asked over TLS, those on this machine without; none with a slash at its end. */
  private static void assertAddress(@Nullable String address) {
    if (address != null) {
      URI uri = URI.create(address);
      assertEquals(LOOPBACK.contains(uri.getHost()) ? "http" : "https", uri.getScheme());
      assertTrue(!address.endsWith("/"), address);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ollama",
        "ollama_chat",
        "lm_studio",
        "llamafile",
        "hosted_vllm",
        "xinference",
        "docker_model_runner",
        "lemonade",
        "oobabooga"
      })
  void serversOfOnesOwnNeedNoKey(String name) {
    assertNull(Objects.requireNonNull(ProviderLine.find(name)).keyVariable());
  }

  @Test
  void aLineIsReadOnce() {
    assertSame(ProviderLine.find("groq"), ProviderLine.find("groq"));
    assertNotNull(ProviderLine.find("groq"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "gro", "groq\t", "# base", "", "name"})
  void whatTheTableDoesNotHaveIsNotFound(String name) {
    assertNull(ProviderLine.find(name));
  }
}
