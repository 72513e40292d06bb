package dev.dragoman.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  private final Headers headers = Headers.of("Accept", "a", "x-key", "k", "ACCEPT", "b");

  @Test
  void namesAreComparedWithoutCaseAndKeptAsWritten() {
    assertEquals("a", headers.first("accept"));
    assertEquals(List.of("a", "b"), headers.all("aCCept"));
    assertTrue(headers.contains("X-Key"));
    assertNull(headers.first("x"));
    List<String> told = new ArrayList<>();
    headers.forEach((name, value) -> told.add(name + "=" + value));
    assertEquals(List.of("Accept=a", "x-key=k", "ACCEPT=b"), told);
  }

  @Test
  void withReplacesAllAndPlusAddsAndWithoutDrops() {
    assertEquals(Headers.of("accept", "c", "x-key", "k"), headers.with("accept", "c"));
    assertEquals(4, headers.plus("accept", "c").size());
    assertEquals(Headers.of("x-key", "k"), headers.without("accept"));
    assertEquals(Headers.of("n", "v"), Headers.EMPTY.with("n", "v"));
    assertEquals(3, headers.size());
  }

  @Test
  void aListedTokenIsFoundInAnyFieldOfThatName() {
    Headers several = Headers.of("connection", "a, Keep-Alive", "connection", "Close");
    assertTrue(several.lists("Connection", "close"));
    assertTrue(several.lists("Connection", "keep-alive"));
    assertFalse(several.lists("Connection", "keep"));
  }

  @Test
  void theTextOfHeadersTellsNoValue() {
    assertEquals("Headers[Accept, x-key, ACCEPT]", headers.toString());
  }

  @Test
  void manyFieldsFit() {
    Headers.Builder builder = Headers.builder();
    for (int i = 0; i < 100; i++) {
      builder.add("n" + i, "v" + i);
    }
    assertEquals("v99", Headers.builder().addAll(builder.build()).build().first("N99"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:", "a\r", "a\n", "é", "a\0", "(a)"})
  void aNameThatIsNoTokenIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Headers.of(name, "v"));
    assertThrows(IllegalArgumentException.class, () -> headers.plus(name, "v"));
    assertThrows(IllegalArgumentException.class, () -> headers.with(name, "v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "\n", "\r", "a\0b"})
  void aValueThatWouldBreakOutIsRefused(String value) {
    assertThrows(IllegalArgumentException.class, () -> Headers.of("n", value));
    assertThrows(IllegalArgumentException.class, () -> headers.plus("n", value));
    assertThrows(IllegalArgumentException.class, () -> headers.with("accept", value));
  }

  @Test
  void aNameWithoutAValueIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Headers.of("n"));
  }
}
