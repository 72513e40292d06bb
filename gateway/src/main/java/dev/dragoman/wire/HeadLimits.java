package dev.dragoman.wire;

/**
 * How much of a head is read before it is refused.
 *
 * @param line octets of one line, the start line included
 * @param fields header fields
 * @param total octets of all lines together
 */
public record HeadLimits(int line, int fields, int total) {
  public static final HeadLimits DEFAULT = new HeadLimits(16 * 1024, 200, 64 * 1024);

  public HeadLimits {
    if (line < 1 || fields < 0 || total < line) {
      throw new IllegalArgumentException("limits that no head could keep");
    }
  }
}
