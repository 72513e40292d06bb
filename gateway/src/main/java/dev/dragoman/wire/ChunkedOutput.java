package dev.dragoman.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A body in chunks: one for each flush, or for each full buffer.
 *
 * <p>The buffer holds, in this order, a head that is still pending, a gap that has room for any
 * chunk's size, and data. When a chunk goes out its size is put at the gap's end and the head is
 * moved up to it, so that all of it is one write and the data is never copied again.
 */
final class ChunkedOutput extends BodyOutput {
  /** Seven hexadecimal digits and a line break. */
  private static final int GAP = 9;

  /** A line break, and the last chunk. */
  private static final int TAIL = 7;

  private static final int SMALLEST = 1024;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private int dataStart;
  private int dataEnd;

  ChunkedOutput(WireOutput out) {
    super(out);
    out.reserve(GAP + SMALLEST + TAIL);
    dataStart = out.end + GAP;
    dataEnd = dataStart;
  }

  @Override
  void put(byte[] octets, int offset, int length) throws IOException {
    out.grow(dataEnd, Math.min(length, Integer.MAX_VALUE / 2) + TAIL);
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, out.buffer.length - TAIL - dataEnd);
      System.arraycopy(octets, offset + done, out.buffer, dataEnd, count);
      dataEnd += count;
      done += count;
      if (done < length) {
        send(false);
      }
    }
  }

  @Override
  void push() throws IOException {
    send(false);
  }

  @Override
  void finish() throws IOException {
    send(true);
  }

  private void send(boolean last) throws IOException {
    byte[] buffer = out.buffer;
    int from = 0;
    int to = out.end;
    if (dataEnd > dataStart) {
      from = announce(buffer, dataEnd - dataStart);
      to = lineBreak(buffer, dataEnd);
    }
    if (last) {
      buffer[to] = '0';
      to = lineBreak(buffer, lineBreak(buffer, to + 1));
    }
    dataStart = GAP;
    dataEnd = GAP;
    out.send(from, to);
  }

  /** Puts the size before the data, and the head before the size; returns where that starts. */
  private int announce(byte[] buffer, int size) {
    lineBreak(buffer, dataStart - 2);
    int from = dataStart - 2;
    for (int rest = size; rest > 0; rest >>= 4) {
      buffer[--from] = DIGITS[rest & 15];
    }
    System.arraycopy(buffer, 0, buffer, from - out.end, out.end);
    return from - out.end;
  }

  private static int lineBreak(byte[] buffer, int at) {
    buffer[at] = '\r';
    buffer[at + 1] = '\n';
    return at + 2;
  }
}
