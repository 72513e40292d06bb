package dev.dragoman.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body in chunks (RFC 9112, 7.1). Extensions and trailers are skipped, within limits.
 *
 * <p>The framing between data is walked octet by octet through whatever is buffered and never waits
 * itself; so {@link #available} can look past the end of a chunk. A fault found that way is kept
 * until all data before it has been read.
 */
final class ChunkedInput extends BodyInput {
  private static final int LINE_LIMIT = 4 * 1024;
  private static final int TRAILER_LIMIT = 16 * 1024;
  private static final int SIZE_DIGITS = 15;

  private enum Place {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER,
    TRAILER_LF,
    LAST_LF,
    END
  }

  private Place place = Place.SIZE;

  /** The size of the chunk being announced, then what is left of its data. */
  private long left;

  private int sizeDigits;

  /** Octets of framing that may still come before the limit is passed. */
  private int allowance = LINE_LIMIT;

  private @Nullable WireFault fault;

  ChunkedInput(WireInput in) {
    super(in);
  }

  @Override
  public boolean ended() {
    walk();
    return place == Place.END;
  }

  @Override
  public int available() {
    walk();
    return place == Place.DATA ? (int) Math.min(left, in.buffered()) : 0;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      walk();
      if (place == Place.DATA && in.buffered() > 0) {
        int taken = in.take(into, offset + count, (int) Math.min(left, length - count));
        count += taken;
        left -= taken;
      } else if (count > 0) {
        return count;
      } else if (place == Place.END) {
        return -1;
      } else if (fault != null) {
        throw fault;
      } else if (!in.fill()) {
        throw WireFault.cut();
      }
    }
    return count;
  }

  /** Goes through the framing that is buffered, up to data, the end, a fault, or no more octets. */
  private void walk() {
    if (place == Place.DATA && left == 0) {
      place = Place.DATA_CR;
    }
    while (place != Place.DATA && place != Place.END && fault == null && in.buffered() > 0) {
      place = step(in.next());
      if (--allowance < 0) {
        fault = new WireFault(WireFault.Kind.HEAD_TOO_LARGE, "too much framing around a chunk");
      }
    }
  }

  private Place step(int octet) {
    return switch (place) {
      case SIZE -> size(octet);
      case EXTENSION -> octet == '\r' ? Place.SIZE_LF : octet == '\n' ? bad() : Place.EXTENSION;
      case SIZE_LF -> octet == '\n' ? announced() : bad();
      case DATA_CR -> octet == '\r' ? Place.DATA_LF : bad();
      case DATA_LF -> octet == '\n' ? nextSize() : bad();
      case TRAILER_START -> octet == '\r' ? Place.LAST_LF : octet == '\n' ? bad() : Place.TRAILER;
      case TRAILER -> octet == '\r' ? Place.TRAILER_LF : octet == '\n' ? bad() : Place.TRAILER;
      case TRAILER_LF -> octet == '\n' ? Place.TRAILER_START : bad();
      case LAST_LF -> octet == '\n' ? Place.END : bad();
      case DATA, END -> throw new IllegalStateException("no framing here");
    };
  }

  private Place size(int octet) {
    int digit = Ascii.hex(octet);
    if (digit >= 0 && sizeDigits < SIZE_DIGITS) {
      left = 16 * left + digit;
      sizeDigits++;
      return Place.SIZE;
    }
    if (sizeDigits == 0) {
      return bad();
    }
    return octet == '\r' ? Place.SIZE_LF : octet == ';' ? Place.EXTENSION : bad();
  }

  private Place announced() {
    allowance = left == 0 ? TRAILER_LIMIT : LINE_LIMIT;
    return left == 0 ? Place.TRAILER_START : Place.DATA;
  }

  private Place nextSize() {
    sizeDigits = 0;
    return Place.SIZE;
  }

  private Place bad() {
    fault = WireFault.malformed("chunks that are not properly framed");
    return place;
  }
}
