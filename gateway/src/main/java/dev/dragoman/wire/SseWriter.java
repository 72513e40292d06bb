package dev.dragoman.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Frames server-sent events: {@code event:} and one {@code data:} line, which must hold no line
 * break.
 */
public final class SseWriter {
  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] DATA = ascii("\ndata: ");
  private static final byte[] END = ascii("\n\n");

  private final OutputStream out;

  public SseWriter(OutputStream out) {
    this.out = out;
  }

  /** Begins an event; its data is to be written to the stream next. */
  public void begin(String name) throws IOException {
    out.write(EVENT);
    for (int i = 0; i < name.length(); i++) {
      out.write(name.charAt(i));
    }
    out.write(DATA);
  }

  /** Ends the event. */
  public void end() throws IOException {
    out.write(END);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
