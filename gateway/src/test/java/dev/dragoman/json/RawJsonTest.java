package dev.dragoman.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;

class RawJsonTest {
  @Test
  void aValueIsWrittenAsItCameWhateverItsLength() {
    for (int length : new int[] {0, 1, 100, 7_990, 7_999, 8_000, 8_001, 16_000, 100_000}) {
      String value = "{ \"é\" : [ 1e5 , \"🐪" + "x".repeat(length) + "\\u00e9\" ] }";
      RawJson raw = RawJson.of(value);
      String written =
          Json.text(out -> {
            out.writeStartObject();
            out.writeName("a");
            raw.writeTo(out);
            out.writeName("b");
            raw.writeTo(out);
            out.writeEndObject();
          });
      assertEquals("{\"a\":" + value + ",\"b\":" + value + "}", written);
      assertEquals(value, raw.toString());
      assertEquals(value.getBytes(StandardCharsets.UTF_8).length, raw.length());
    }
  }

  @Test
  void aPartIsCutOutWholeWhereverItStands() {
    String json = "xx{\"a\": {\"b\": [1, {}]}, \"c\": \"é🐪\" , \"d\":-1.5e3, \"e\" :null}yy";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    RawJson raw = new RawJson(bytes, 2, bytes.length - 2);
    StringBuilder parts = new StringBuilder();
    try (JsonParser in = raw.parser()) {
      in.nextToken();
      while (in.nextName() != null) {
        in.nextToken();
        parts.append(raw.slice(in)).append('|');
      }
    }
    assertEquals("{\"b\": [1, {}]}|\"é🐪\"|-1.5e3|null|", parts.toString());
  }

  @Test
  void equalBytesAreEqualValues() {
    byte[] bytes = "[1][1][2]".getBytes(StandardCharsets.UTF_8);
    assertEquals(new RawJson(bytes, 0, 3), new RawJson(bytes, 3, 6));
    assertEquals(new RawJson(bytes, 0, 3).hashCode(), new RawJson(bytes, 3, 6).hashCode());
    assertNotEquals(new RawJson(bytes, 0, 3), new RawJson(bytes, 6, 9));
    assertEquals(true, RawJson.of("null").isNull());
    assertEquals(false, RawJson.of("\"nu\"").isNull());
    assertEquals(true, RawJson.of("{}").isObject());
  }

  @Test
  void textThatIsWellFormedIsTheSame() {
    String text = "Grüße 🐪";
    assertEquals(text, Unicode.wellFormed(text));
    String plain = "plain";
    assertSame(plain, Unicode.wellFormed(plain));
    assertEquals("\uFFFD", Unicode.wellFormed("\ud83d"));
    assertEquals("a\uFFFD\uFFFDb🐪\uFFFD", Unicode.wellFormed("a\udc2a\ud83db🐪\ud83d"));
  }
}
