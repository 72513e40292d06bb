package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of one HTTP/1.1 connection (RFC 9112): heads, and bodies by length, by chunks
 * or until the close. A connection that ends inside a message is an {@link EOFException}.
 */
final class HttpInput {
  /**
   * What a message began with.
   *
   * @param start the request line or the status line
   * @param length bytes of the body, or -1 when not stated
   * @param chunked whether the body comes in chunks
   * @param close whether the sender closes the connection after this message
   */
  record Head(String start, long length, boolean chunked, boolean close) {
    /** The status of a response; 0 when the start line is not one. */
    int status() {
      return start.matches("HTTP/1\\.[01] \\d{3}( .*)?")
          ? Integer.parseInt(start.substring(9, 12))
          : 0;
    }
  }

  private enum Framing {
    NONE,
    LENGTH,
    CHUNKS,
    CLOSE
  }

  private static final int LONGEST_LINE = 16 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;
  private Framing framing = Framing.NONE;
  private boolean firstChunk;
  private long left;

  HttpInput(InputStream in) {
    this.in = in;
  }

  /** The next request's head, or null when the sender closed the connection between messages. */
  @Nullable Head request() throws IOException {
    Head head = head();
    if (head != null) {
      frame(head, head.length > 0 ? Framing.LENGTH : Framing.NONE);
    }
    return head;
  }

  /** The next response's head, or null when the sender closed the connection instead. */
  @Nullable Head response() throws IOException {
    Head head = head();
    while (head != null && head.status() == 100) {
      head = head();
    }
    if (head != null) {
      frame(head, head.length < 0 ? Framing.CLOSE : Framing.LENGTH);
    }
    return head;
  }

  private void frame(Head head, Framing otherwise) {
    framing = head.chunked ? Framing.CHUNKS : otherwise;
    firstChunk = true;
    left = head.chunked ? 0 : Math.max(0, head.length);
  }

  private @Nullable Head head() throws IOException {
    if (at == end && !fill()) {
      return null;
    }
    String start = line();
    long length = -1;
    boolean chunked = false;
    boolean close = start.endsWith("HTTP/1.0") || start.startsWith("HTTP/1.0");
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new ProtocolException("not a header: " + line);
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "connection" -> close = value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    return new Head(start, length, chunked, close);
  }

  /** Reads some of the body, as soon as there is any; -1 at the message's end. */
  int read(byte[] into, int offset, int most) throws IOException {
    if (framing == Framing.CHUNKS && left == 0) {
      nextChunk();
    }
    if (framing == Framing.NONE || (framing == Framing.LENGTH && left == 0)) {
      framing = Framing.NONE;
      return -1;
    }
    int want = framing == Framing.CLOSE ? most : (int) Math.min(most, left);
    int got = take(into, offset, want);
    if (got < 0) {
      if (framing == Framing.CLOSE) {
        framing = Framing.NONE;
        return -1;
      }
      throw new EOFException("the connection closed inside the body");
    }
    left -= got;
    return got;
  }

  /** The rest of the body. */
  byte[] readAll() throws IOException {
    byte[] body = new byte[framing == Framing.LENGTH ? Math.toIntExact(left) : 4096];
    int length = 0;
    while (true) {
      if (length == body.length) {
        if (framing == Framing.LENGTH && left == 0) {
          framing = Framing.NONE;
          return body;
        }
        body = Arrays.copyOf(body, Math.max(4096, 2 * length));
      }
      int got = read(body, length, body.length - length);
      if (got < 0) {
        return Arrays.copyOf(body, length);
      }
      length += got;
    }
  }

  private void nextChunk() throws IOException {
    if (!firstChunk && !line().isEmpty()) {
      throw new ProtocolException("a chunk is longer than it says");
    }
    firstChunk = false;
    String size = line();
    int extension = size.indexOf(';');
    try {
      left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    } catch (NumberFormatException e) {
      throw new ProtocolException("not a chunk's size: " + size);
    }
    if (left == 0) {
      String trailer = line();
      while (!trailer.isEmpty()) {
        trailer = line();
      }
      framing = Framing.NONE;
    }
  }

  private String line() throws IOException {
    int scanned = 0;
    while (true) {
      for (int i = at + scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          int stop = i > at && buffer[i - 1] == '\r' ? i - 1 : i;
          String line = new String(buffer, at, stop - at, ISO_8859_1);
          at = i + 1;
          return line;
        }
      }
      scanned = end - at;
      if (scanned > LONGEST_LINE) {
        throw new ProtocolException("a line of more than " + LONGEST_LINE + " bytes");
      }
      System.arraycopy(buffer, at, buffer, 0, scanned);
      at = 0;
      end = scanned;
      if (!fill()) {
        throw new EOFException("the connection closed inside a message");
      }
    }
  }

  private int take(byte[] into, int offset, int most) throws IOException {
    if (at == end) {
      if (most >= buffer.length) {
        return in.read(into, offset, most);
      }
      if (!fill()) {
        return -1;
      }
    }
    int got = Math.min(most, end - at);
    System.arraycopy(buffer, at, into, offset, got);
    at += got;
    return got;
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = 0;
    }
    int got = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, got);
    return got >= 0;
  }
}
