package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All the ways in which providers say when they want to be asked again. */
final class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "retry-after, 7, 7",
        "retry-after, 0.2, 1",
        "retry-after, 0, 0",
        "retry-after, 99999999, 3600",
        "retry-after-ms, 1500, 2",
        "retry-after, soon, none",
        "retry-after, -3, none",
        "x-other, 7, none"
      })
  void aNumberIsSeconds(String field, String value, @Nullable Long seconds) {
    assertEquals(seconds, RetryAfter.seconds(Headers.of(field, value), new byte[0]));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      value = {
        "Wed, 25 Nov 2026 12:00:30 GMT|30",
        "Wed, 25 Nov 2026 11:00:00 GMT|0",
        "Sat, 28 Nov 2026 12:00:00 GMT|3600",
        "Wed, 99 Nov 2026 12:00:30 GMT|none"
      })
  void aDateIsMeasuredFromTheAnswersOwn(String date, @Nullable Long seconds) {
    Headers headers = Headers.of("date", "Wed, 25 Nov 2026 12:00:00 GMT", "retry-after", date);
    assertEquals(seconds, RetryAfter.seconds(headers, new byte[0]));
  }

  @Test
  void aDateWithoutTheAnswersOwnSaysNothing() {
    Headers headers = Headers.of("retry-after", "Wed, 25 Nov 2026 12:00:30 GMT");
    assertEquals(null, RetryAfter.seconds(headers, new byte[0]));
  }

  @Test
  void googleSaysItInTheBody() {
    String body =
        """
        {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": [
          {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.07s"}]}}\
        """;
    assertEquals(35L, RetryAfter.seconds(Headers.EMPTY, body.getBytes(StandardCharsets.UTF_8)));
  }
}
