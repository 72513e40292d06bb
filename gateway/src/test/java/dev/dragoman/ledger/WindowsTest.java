package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where windows begin and end. The 25th of November 2026 is a Wednesday. */
final class WindowsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T16:17:18.900Z");

  /** Of what LiteLLM resets alike for all, its own answers: {@code duration_parser.py}. */
  @ParameterizedTest
  @CsvSource({
    "30s, 2026-11-25T16:17:00Z, 2026-11-25T16:17:30Z",
    "1m,  2026-11-25T16:17:00Z, 2026-11-25T16:18:00Z",
    "5m,  2026-11-25T16:15:00Z, 2026-11-25T16:20:00Z",
    "30m, 2026-11-25T16:00:00Z, 2026-11-25T16:30:00Z",
    "1h,  2026-11-25T16:00:00Z, 2026-11-25T17:00:00Z",
    "6h,  2026-11-25T12:00:00Z, 2026-11-25T18:00:00Z",
    "24h, 2026-11-25T00:00:00Z, 2026-11-26T00:00:00Z",
    "1d,  2026-11-25T00:00:00Z, 2026-11-26T00:00:00Z",
    "7d,  2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "1w,  2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "30d, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
    "1mo, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
    "hourly,  2026-11-25T16:00:00Z, 2026-11-25T17:00:00Z",
    "daily,   2026-11-25T00:00:00Z, 2026-11-26T00:00:00Z",
    "weekly,  2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "Monthly, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
  })
  void budgetsAreResetWhereLiteLlmResetsThem(String duration, Instant start, Instant end) {
    assertWindow(start, end, Windows.at(duration, NOW));
  }

  /** Of what LiteLLM resets by when it looked, or not at all. */
  @ParameterizedTest
  @CsvSource({
    "14d, 2026-11-23T00:00:00Z, 2026-12-07T00:00:00Z",
    "2w,  2026-11-23T00:00:00Z, 2026-12-07T00:00:00Z",
    "3mo, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "12mo, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "90m, 2026-11-25T15:00:00Z, 2026-11-25T16:30:00Z",
  })
  void allOthersAreTheSameForWhoeverLooks(String duration, Instant start, Instant end) {
    assertWindow(start, end, Windows.at(duration, NOW));
  }

  @Test
  void theEndOfOneIsTheStartOfTheNext() {
    Instant monday = Instant.parse("2026-11-30T00:00:00Z");
    assertEquals(Windows.at("7d", NOW), Windows.at("7d", monday.minusNanos(1)));
    assertEquals("2026-11-30T00:00:00Z/7d", Windows.at("7d", monday).id());
    Instant leapDay = Instant.parse("2028-02-29T23:59:59Z");
    assertEquals(Instant.parse("2028-03-01T00:00:00Z"), Windows.at("30d", leapDay).end());
  }

  @Test
  void withoutALengthThereIsOneWindowWithoutEnd() {
    assertEquals(Window.ALWAYS, Windows.at(null, NOW));
  }

  @Test
  void limitsOfSoMuchAMinuteHoldForTheMinuteOfTheClock() {
    assertEquals(Windows.at("1m", NOW), Windows.minute(NOW));
  }

  @ParameterizedTest
  @CsvSource({"60s, 1m", "120m, 2h", "24h, 1d", "168h, 7d", "1w, 7d", "30d, 1mo", "007d, 7d"})
  void twoWaysToWriteALengthAreOne(String one, String other) {
    assertEquals(Windows.at(one, NOW), Windows.at(other, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0s",
        "0mo",
        "000d",
        "-1d",
        "+1d",
        "1.5h",
        "1",
        "d",
        "1y",
        "1D",
        "1 d",
        "1d ",
        "1dd",
        "1d2h",
        "1h30m",
        "fortnightly",
        "1e3s",
        "0x1d",
        "１d",
        "37000d",
        "9999999h",
        "999999999999w",
        "99999999999999999999s",
        "1201mo",
        "999999999999mo",
        "1d\n",
        "null",
        "∞d"
      })
  void whatIsNoLengthIsRefusedInWords(String duration) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Windows.of(duration));
    assertTrue(String.valueOf(refused.getMessage()).contains("for example 30m, 12h, 7d or 1mo"));
  }

  @Test
  void aRefusalDoesNotRepeatAllOfALongText() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Windows.of("x".repeat(100_000)));
    assertTrue(String.valueOf(refused.getMessage()).length() < 200);
  }

  @Test
  void windowsOfAnyLengthFollowEachOtherWithoutGapOrOverlap() {
    Random random = new Random(20261125);
    List<String> units = List.of("s", "m", "h", "d", "w", "mo");
    for (int i = 0; i < 20_000; i++) {
      String duration = 1 + random.nextInt(400) + units.get(random.nextInt(units.size()));
      // From 1940 to 2100.
      Instant now =
          Instant.ofEpochSecond(
              random.nextLong(-946_708_560L, 4_102_444_800L), random.nextInt(1_000_000_000));
      Window window = Windows.at(duration, now);
      Instant start = start(window);
      Instant end = end(window);
      String what = duration + " at " + now;
      assertFalse(start.isAfter(now), what);
      assertTrue(now.isBefore(end), what);
      assertEquals(window, Windows.at(duration, start), what);
      assertEquals(window, Windows.at(duration, end.minusNanos(1)), what);
      assertEquals(end, start(Windows.at(duration, end)), what);
      assertEquals(start, end(Windows.at(duration, start.minusNanos(1))), what);
    }
  }

  @Test
  void windowsOfDifferentLengthsNeverShareACounter() {
    Map<String, Windows> lengths = new HashMap<>();
    for (int count = 1; count <= 400; count++) {
      for (String unit : List.of("s", "m", "h", "d", "w", "mo")) {
        Windows windows = Windows.of(count + unit);
        Windows same = lengths.put(windows.at(NOW).id(), windows);
        assertTrue(same == null || same.equals(windows), count + unit);
      }
    }
    Instant midnight = Instant.parse("2026-06-01T00:00:00Z");
    assertNotEquals(Windows.at("1d", midnight).id(), Windows.at("1h", midnight).id());
    assertNotEquals(Windows.at("720h", midnight).id(), Windows.at("30d", midnight).id());
  }

  private static void assertWindow(Instant start, Instant end, Window window) {
    assertEquals(start, start(window));
    assertEquals(end, window.end());
  }

  private static Instant start(Window window) {
    return Instant.parse(window.id().substring(0, window.id().indexOf('/')));
  }

  private static Instant end(Window window) {
    Instant end = window.end();
    if (end == null) {
      throw new AssertionError(window + " has no end");
    }
    return end;
  }
}
