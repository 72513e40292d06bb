package dev.dragoman.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Whether an address is on the public internet: not on this machine, its link, a private network or
 * in a range that IANA keeps for something else.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4 special-purpose
 *     addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6 special-purpose
 *     addresses</a>
 */
public final class PublicAddress {
  /** First address and length of each range. */
  private static final int[][] NOT_PUBLIC = {
    range(0, 0, 0, 8), // this network
    range(10, 0, 0, 8),
    range(100, 64, 0, 10), // carriers' networks; also metadata of Alibaba's, 100.100.100.200
    range(127, 0, 0, 8),
    range(169, 254, 0, 16), // link-local: metadata of AWS, Azure and Google, and of containers
    range(172, 16, 0, 12),
    range(192, 0, 0, 24), // also metadata of Oracle's, 192.0.0.192
    range(192, 0, 2, 24),
    range(192, 88, 99, 24),
    range(192, 168, 0, 16),
    range(198, 18, 0, 15),
    range(198, 51, 100, 24),
    range(203, 0, 113, 24),
    range(224, 0, 0, 3) // multicast, reserved, broadcast
  };

  private PublicAddress() {}

  /** Whether anybody can have it. */
  public static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? isPublic(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic(byte[] four) {
    int bits = bits(four, 0);
    for (int[] range : NOT_PUBLIC) {
      if (bits >>> (32 - range[1]) == range[0] >>> (32 - range[1])) {
        return false;
      }
    }
    return true;
  }

  /** Global unicast is 2000::/3; what carries an IPv4 address is as public as that is. */
  private static boolean isPublic6(byte[] six) {
    int start = bits(six, 0);
    if (start == 0x0064ff9b) { // NAT64: 64:ff9b::/96, and 64:ff9b:1::/48 within networks
      boolean wellKnown = bits(six, 4) == 0 && bits(six, 8) == 0;
      return wellKnown && isPublic(new byte[] {six[12], six[13], six[14], six[15]});
    }
    if (start >>> 16 == 0x2002) { // 6to4
      return isPublic(new byte[] {six[2], six[3], six[4], six[5]});
    }
    boolean special =
        start >>> 9 == 0x20010000 >>> 9 // 2001::/23: Teredo, benchmarks, ORCHID ...
            || start == 0x20010db8 // documentation
            || start >>> 12 == 0x3fff0000 >>> 12; // documentation
    return start >>> 29 == 1 && !special;
  }

  /** The address that {@code literal} is; it must be one in its plain form, no name. */
  public static InetAddress literal(String literal) throws UnknownHostException {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException _) {
      throw new UnknownHostException(literal);
    }
  }

  private static int bits(byte[] bytes, int from) {
    return (bytes[from] & 0xff) << 24
        | (bytes[from + 1] & 0xff) << 16
        | (bytes[from + 2] & 0xff) << 8
        | (bytes[from + 3] & 0xff);
  }

  private static int[] range(int a, int b, int c, int length) {
    return new int[] {a << 24 | b << 16 | c << 8, length};
  }
}
