package dev.dragoman.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicodeTest {
  private static int byTheJdk(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length + 1), true);
    return result.isError() ? in.position() : -1;
  }

  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "6162636465666768696a, -1",
    "61c3a4e282acf09f9982, -1",
    "6180, 1",
    "61c0af, 1",
    "61c3, 1",
    "e09fbf, 0",
    "eda080, 0",
    "f08fbfbf, 0",
    "f4908080, 0",
    "6162636465666768e28261, 8",
    "f5808080, 0"
  })
  void whatIsNoCharacterIsFoundWhereItBegins(String hex, int at) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(at, Unicode.malformed(bytes));
    assertEquals(at, byTheJdk(bytes));
  }

  @Test
  void anyOctetsAreJudgedAsTheJdkDoes() {
    Random random = new Random(7);
    String text = "plain words äöü€ \uD83D\uDE42 \u07FF\u0800\uFFFF and more of them";
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = text.substring(random.nextInt(16)).getBytes(StandardCharsets.UTF_8);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertEquals(
          byTheJdk(bytes), Unicode.malformed(bytes), () -> HexFormat.of().formatHex(bytes));
    }
  }
}
