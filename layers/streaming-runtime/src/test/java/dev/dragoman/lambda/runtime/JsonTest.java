package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void anObjectIsReadWhole() {
    Map<String, ?> read =
        Json.object(
            " { \"a\" : [ 1 , -2.5e3, true, null ], \"b\":{}, \"c\":\"\\ud83d\\ude00\\/\"} ");
    assertEquals(Map.of(), read.get("b"));
    assertEquals("\uD83D\uDE00/", read.get("c"));
    List<?> list = assertInstanceOf(List.class, read.get("a"));
    assertEquals("-2.5e3", list.get(1));
    assertNull(list.get(3));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    List<String> bad =
        List.of(
            "",
            " ",
            "[]",
            "1",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1}}",
            "{\"a\":tru}",
            "{\"a\":01x}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"\\u12g4\"}",
            "{\"a\":[1 2]}",
            "{\"a\" 1}",
            "{\"a\":" + "[".repeat(100_000));
    for (String text : bad) {
      assertThrows(IllegalArgumentException.class, () -> Json.object(text), text);
    }
  }

  @Test
  void everyStringComesBackAsItWent() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
      }
      String json =
          Json.quote(text.toString(), new StringBuilder("{\"s\":")).append('}').toString();
      assertEquals(text.toString(), Json.object(json).get("s"));
    }
  }

  @Test
  void aReportIsAsLongAsAllowedAtMost() {
    Throwable fault = new IllegalStateException("\u0000\uD83D\uDE00".repeat(30_000));
    for (int limit : new int[] {200, ErrorReport.TRAILER_LIMIT, 60_000}) {
      byte[] body = ErrorReport.of("t", fault, limit).body();
      assertTrue(body.length <= limit, body.length + " > " + limit);
      Json.object(new String(body, StandardCharsets.UTF_8));
    }
  }
}
