package dev.dragoman.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream, however it is split, into server-sent events.
 *
 * <p>Lines end in LF, CRLF or CR. An event that stands whole in what was fed, with one data line,
 * is passed on as a view of the caller's bytes; only what is split between two feeds, or has
 * several data lines, is copied. {@code id} and {@code retry} are passed over.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">
 *     WHATWG, parsing an event stream</a>
 */
public final class SseReader implements FrameReader {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int limit;
  private final Consumer<Frame> out;

  private boolean first = true;
  private boolean afterCr;

  /** The start of a line whose end has not come yet. */
  private byte[] line = new byte[256];

  private int lineLength;

  /** Our own copy of data that outlives the bytes it came in. */
  private byte[] kept = new byte[0];

  /** The data of the event so far: a view of the fed bytes, or of our own. */
  private byte[] data = kept;

  private int dataFrom;
  private int dataLength;
  private boolean hasData;

  /** Whether the data is of several lines, in room of its own. */
  private boolean joined;

  private String event = "";

  /** The same few names come again and again; one that repeats is not made anew. */
  private String lastName = "";

  /**
   * A reader that passes each event to {@code out}.
   *
   * @param limit the most bytes a line, and the data of an event, may have
   */
  public SseReader(int limit, Consumer<Frame> out) {
    this.limit = limit;
    this.out = out;
  }

  /** An event larger than the reader's limit. */
  public static final class TooLarge extends Broken {
    TooLarge(int limit) {
      super("an event of the stream is larger than " + limit + " bytes");
    }
  }

  @Override
  public void feed(byte[] bytes, int from, int length) {
    int end = from + length;
    int start = from;
    if (afterCr && start < end) {
      afterCr = false;
      if (bytes[start] == '\n') {
        start++;
      }
    }
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b != '\n' && b != '\r') {
        continue;
      }
      endLine(bytes, start, i);
      if (b == '\r') {
        if (i + 1 == end) {
          afterCr = true;
        } else if (bytes[i + 1] == '\n') {
          i++;
        }
      }
      start = i + 1;
    }
    keepLine(bytes, start, end);
    keepData(bytes);
  }

  /**
   * The stream is at its end. An event whose last line break is missing still counts: what was cut
   * within its data will not parse.
   */
  @Override
  public void end() {
    if (lineLength > 0) {
      byte[] last = Arrays.copyOf(line, lineLength);
      lineLength = 0;
      take(last, 0, last.length);
    }
    dispatch();
  }

  private void endLine(byte[] bytes, int from, int to) {
    if (lineLength == 0) {
      check(to - from);
      take(bytes, from, to);
      return;
    }
    keepLine(bytes, from, to);
    byte[] whole = Arrays.copyOf(line, lineLength);
    lineLength = 0;
    take(whole, 0, whole.length);
    keepData(whole);
  }

  private void take(byte[] bytes, int from, int to) {
    int begin = from;
    if (first) {
      first = false;
      if (to - from >= 3 && Arrays.equals(bytes, from, from + 3, BOM, 0, 3)) {
        begin += 3;
      }
    }
    if (begin == to) {
      dispatch();
    } else {
      field(bytes, begin, to);
    }
  }

  private void field(byte[] bytes, int from, int to) {
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && bytes[value] == ' ') {
      value++;
    }
    if (named(bytes, from, colon, "data")) {
      data(bytes, value, to);
    } else if (named(bytes, from, colon, "event")) {
      event = name(bytes, value, to);
    }
  }

  private void data(byte[] bytes, int from, int to) {
    if (!hasData) {
      hasData = true;
      joined = false;
      data = bytes;
      dataFrom = from;
      dataLength = to - from;
      return;
    }
    int length = dataLength + 1 + (to - from);
    check(length);
    if (!joined || data.length < length) {
      byte[] room = new byte[Math.max(length, 2 * dataLength)];
      System.arraycopy(data, dataFrom, room, 0, dataLength);
      data = room;
      dataFrom = 0;
      joined = true;
    }
    data[dataLength] = '\n';
    System.arraycopy(bytes, from, data, dataLength + 1, to - from);
    dataLength = length;
  }

  private void dispatch() {
    if (hasData) {
      hasData = false;
      out.accept(new Frame(event, data, dataFrom, dataLength));
    }
    event = "";
  }

  private void keepLine(byte[] bytes, int from, int to) {
    int length = lineLength + (to - from);
    check(length);
    if (length > line.length) {
      line = Arrays.copyOf(line, Math.max(length, 2 * line.length));
    }
    System.arraycopy(bytes, from, line, lineLength, to - from);
    lineLength = length;
  }

  /** Data that is a view of {@code bytes}, which are about to change, moves to our own. */
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private void keepData(byte[] bytes) {
    if (hasData && data == bytes) {
      if (kept.length < dataLength) {
        kept = new byte[Math.max(dataLength, 2 * kept.length)];
      }
      System.arraycopy(bytes, dataFrom, kept, 0, dataLength);
      data = kept;
      dataFrom = 0;
    }
  }

  private void check(int length) {
    if (length > limit || length < 0) {
      throw new TooLarge(limit);
    }
  }

  private static boolean named(byte[] bytes, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String name(byte[] bytes, int from, int to) {
    if (!named(bytes, from, to, lastName)) {
      lastName = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    return lastName;
  }
}
