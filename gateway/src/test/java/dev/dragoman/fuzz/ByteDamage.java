package dev.dragoman.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damage to bytes of which nothing is known. */
final class ByteDamage {
  /** What readers of lines, JSON and UTF-8 stumble over. */
  private static final byte[][] TOKENS = {
    bytes("\n\n"),
    bytes("\r\n"),
    bytes("\r"),
    bytes("data:"),
    bytes("event: error\n"),
    bytes("\""),
    bytes("\\"),
    bytes("{"),
    bytes("}"),
    bytes("]"),
    bytes(","),
    bytes("\\ud800"),
    bytes("\0"),
    bytes("ffffffffffffffff"),
    bytes("-1"),
    {(byte) 0xFF},
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xF0, (byte) 0x9F},
    {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
  };

  private ByteDamage() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** {@code bytes} with one thing wrong. */
  static byte[] once(byte[] bytes, RandomGenerator random) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + 1 + length(random));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> splice(bytes, at, end, new byte[0]);
      case 2 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      case 3 -> splice(bytes, at, at, TOKENS[random.nextInt(TOKENS.length)]);
      case 4 -> splice(bytes, at, end, TOKENS[random.nextInt(TOKENS.length)]);
      case 5 -> {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + length(random));
        yield splice(bytes, at, end, Arrays.copyOfRange(bytes, from, to));
      }
      default -> flipped(bytes, random);
    };
  }

  private static int length(RandomGenerator random) {
    return random.nextInt(1 << random.nextInt(9));
  }

  private static byte[] flipped(byte[] bytes, RandomGenerator random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] flipped = bytes.clone();
    int at = random.nextInt(bytes.length);
    flipped[at] =
        (byte)
            (random.nextBoolean() ? flipped[at] ^ (1 << random.nextInt(8)) : random.nextInt(256));
    return flipped;
  }

  /** {@code bytes} with {@code more} in place of what stands between. */
  static byte[] splice(byte[] bytes, int from, int to, byte[] more) {
    byte[] spliced = new byte[from + more.length + bytes.length - to];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(more, 0, spliced, from, more.length);
    System.arraycopy(bytes, to, spliced, from + more.length, bytes.length - to);
    return spliced;
  }
}
