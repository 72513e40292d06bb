package dev.dragoman.wire;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A connection on which segments arrive, one for each read, and then the end. */
final class Segments extends InputStream {
  private final Deque<byte[]> segments = new ArrayDeque<>();
  int reads;

  Segments(String... texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        segments.add(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** That text in two segments. */
  static Segments split(String text, int at) {
    return new Segments(text.substring(0, at), text.substring(at));
  }

  /** That text an octet at a time. */
  static Segments dripping(String text) {
    return new Segments(text.split(""));
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    reads++;
    byte[] segment = segments.poll();
    if (segment == null) {
      return -1;
    }
    int count = Math.min(length, segment.length);
    System.arraycopy(segment, 0, into, offset, count);
    if (count < segment.length) {
      byte[] rest = new byte[segment.length - count];
      System.arraycopy(segment, count, rest, 0, rest.length);
      segments.addFirst(rest);
    }
    return count;
  }
}
