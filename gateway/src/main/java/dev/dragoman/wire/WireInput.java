package dev.dragoman.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What arrives on one connection, buffered, so that several messages can be read from it one after
 * the other. It asks the stream beneath for more only when nothing that is buffered would do.
 *
 * <p>The buffer is small until a read has filled it, and then doubles up to its capacity: many
 * connections wait at once, for long, and what comes in the end are small pieces.
 */
public final class WireInput {
  private static final int SMALLEST = 2 * 1024;
  private static final byte[] NONE = {};

  private final InputStream in;
  private final int capacity;
  private byte[] buffer;
  private int position;
  private int end;
  private int lineStart;

  public WireInput(InputStream in, int capacity) {
    this.in = in;
    this.capacity = capacity;
    this.buffer = NONE;
  }

  /** How many octets have arrived and were not read yet. */
  public int buffered() {
    return end - position;
  }

  /** Waits until an octet is buffered; false if the connection ended instead. */
  public boolean await() throws IOException {
    return position < end || fill();
  }

  /** Lets go of the buffer if nothing is in it, as before a connection is idle. */
  public void release() {
    if (position == end) {
      position = 0;
      end = 0;
      buffer = NONE;
    }
  }

  /** Reads once from the stream beneath; false at its end. */
  boolean fill() throws IOException {
    if (position == end) {
      size(end == buffer.length);
      position = 0;
      end = 0;
    } else if (end > buffer.length / 2) {
      makeRoom();
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  /** Sees to a buffer, and to a larger one if the one there was full. */
  private void size(boolean full) {
    if (full && buffer.length < capacity) {
      buffer = new byte[Math.min(capacity, Math.max(SMALLEST, 2 * buffer.length))];
    }
  }

  private void makeRoom() {
    int length = end - position;
    byte[] target = length > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
    System.arraycopy(buffer, position, target, 0, length);
    buffer = target;
    position = 0;
    end = length;
  }

  /** The next buffered octet; there must be one. */
  int next() {
    return buffer[position++] & 0xff;
  }

  /** Takes what is buffered, or else reads once from the stream beneath; -1 at its end. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (position == end) {
      if (length >= capacity) {
        return in.read(into, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    return take(into, offset, length);
  }

  /** Takes what is buffered, up to the length asked for. */
  int take(byte[] into, int offset, int length) {
    int count = Math.min(length, end - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    return count;
  }

  /**
   * Moves past the next line and returns its length without its CRLF, or -1 if it is longer than
   * the limit. {@link #text} and {@link #octet} look at that line until anything else is read.
   */
  int line(int limit) throws IOException {
    int length = 0;
    boolean carriageReturn = false;
    while (true) {
      for (; position + length < end; length++) {
        byte octet = buffer[position + length];
        if (carriageReturn != (octet == '\n') || octet == 0) {
          throw WireFault.malformed("a line with a NUL or half a line break in it");
        }
        if (carriageReturn) {
          lineStart = position;
          position += length + 1;
          return length - 1;
        }
        carriageReturn = octet == '\r';
        if (length == limit && !carriageReturn) {
          return -1;
        }
      }
      if (!fill()) {
        throw WireFault.cut();
      }
    }
  }

  int octet(int index) {
    return buffer[lineStart + index];
  }

  String text(int from, int to) {
    return new String(buffer, lineStart + from, to - from, StandardCharsets.ISO_8859_1);
  }
}
