package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.wire.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;

class BetaHeaderTest {
  @Test
  void oneFieldOrSeveralListTheFeatures() {
    assertEquals(List.of(), Messages.betas(Headers.EMPTY));
    assertEquals(
        List.of("a-2025-01-01", "b-2025-01-01", "c-2025-01-01"),
        Messages.betas(
            Headers.of(
                "anthropic-beta", "a-2025-01-01, b-2025-01-01,,",
                "Anthropic-Beta", "c-2025-01-01")));
  }
}
