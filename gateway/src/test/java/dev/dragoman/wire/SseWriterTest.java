package dev.dragoman.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SseWriterTest {
  @Test
  void anEventIsItsNameItsDataAndABlankLine() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SseWriter writer = new SseWriter(out);
    writer.begin("message_start");
    out.writeBytes("{}".getBytes(StandardCharsets.UTF_8));
    writer.end();
    writer.begin("ping");
    writer.end();
    assertEquals(
        "event: message_start\ndata: {}\n\nevent: ping\ndata: \n\n",
        out.toString(StandardCharsets.UTF_8));
  }
}
