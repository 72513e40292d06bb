package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamingResponseTest {

  private static String proxied(HttpPrelude prelude, byte[] content) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream body = StreamingResponse.begin(out, prelude);
    body.write(content);
    body.flush();
    assertEquals(0, out.size());
    body.close();
    body.close();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void underABufferingRuntimeTheProxyFormIsWritten() throws Exception {
    assertEquals(
        "{\"statusCode\":200,\"headers\":{\"a\":\"b\"},\"body\":\"é\\n\",\"isBase64Encoded\":false}",
        proxied(HttpPrelude.of(200, Map.of("a", "b")), "é\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aBodyThatIsNoTextIsInBase64AndCookiesAreHeaders() throws Exception {
    HttpPrelude prelude = new HttpPrelude(204, Map.of(), Map.of(), List.of("k=v"));
    assertEquals(
        "{\"statusCode\":204,\"multiValueHeaders\":{\"set-cookie\":[\"k=v\"]},"
            + "\"body\":\"/wA=\",\"isBase64Encoded\":true}",
        proxied(prelude, new byte[] {-1, 0}));
  }

  @Test
  void aStatusThatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> HttpPrelude.of(99, Map.of()));
  }

  @Test
  void anEventIsReadOnceAndLetGo() throws Exception {
    byte[] bytes = {1, 2, 3, 4};
    EventInput event = new EventInput(bytes);
    assertEquals(4, event.available());
    assertEquals(1, event.read());
    assertArrayEquals(new byte[] {2, 3, 4}, event.readAllBytes());
    assertEquals(-1, event.read());
    assertEquals(-1, event.read(new byte[1]));
    assertEquals(0, event.read(new byte[0]));
    assertEquals(0, event.available());
  }
}
