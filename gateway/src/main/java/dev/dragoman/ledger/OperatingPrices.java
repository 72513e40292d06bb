package dev.dragoman.ledger;

import dev.dragoman.provider.Prices;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What AWS charges for running the gateway, in femto-dollars (10^-15 of a dollar). The defaults are
 * those of us-east-1 on demand, in the first and dearest tier of volume and without what is free of
 * charge each month; {@code docs/costs.md} names their sources.
 *
 * @param memoryMb the memory of the function
 * @param gbSecond a second of a gigabyte of it
 * @param invocation a call of the function
 * @param apiRequest a request to API Gateway; of a streamed answer, each 10 MB that are begun
 * @param responseGb a gigabyte sent to the internet
 * @param writeUnit one of DynamoDB's write request units: a kilobyte written, also to an index
 * @param readUnit one of its read request units: four kilobytes read consistently
 */
public record OperatingPrices(
    int memoryMb,
    long gbSecond,
    long invocation,
    long apiRequest,
    long responseGb,
    long writeUnit,
    long readUnit) {
  private static final long ARM = femtos("0.0000133334");
  private static final long X86 = femtos("0.0000166667");
  private static final long INVOCATION = femtos("0.0000002");
  private static final long API_REQUEST = femtos("0.0000035");
  private static final long RESPONSE_GB = femtos("0.09");
  private static final long WRITE_UNIT = femtos("0.000000625");
  private static final long READ_UNIT = femtos("0.000000125");

  private static final long STREAM_PART = 10 * 1024 * 1024;

  /** So many parts of a femto-dollar make every quotient whole: of a gigabyte, of a second. */
  private static final BigInteger PARTS = BigInteger.valueOf(1_000L << 30);

  /** Those of a function with so much memory, on Arm or on x86. */
  public static OperatingPrices usEast1(int memoryMb, boolean arm) {
    return new OperatingPrices(
        memoryMb, arm ? ARM : X86, INVOCATION, API_REQUEST, RESPONSE_GB, WRITE_UNIT, READ_UNIT);
  }

  /**
   * These, but for what {@code text} says, in dollars: {@code gb-second=0.0000166667
   * api-request=0.000001}, in any order; also {@code invocation}, {@code response-gb}, {@code
   * write-unit}, {@code read-unit}.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public OperatingPrices with(String text) {
    OperatingPrices prices = this;
    for (String word : text.strip().split("[\\s,]+")) {
      if (!word.isEmpty()) {
        int equals = Math.max(word.indexOf('='), 0);
        prices = prices.with(word.substring(0, equals), dollars(word, equals + 1));
      }
    }
    return prices;
  }

  /**
   * What a request costs besides its tokens, in nano-dollars.
   *
   * @param millis as long as the function runs for it
   * @param bytes of the answer
   * @param writes write request units, those of indexes among them
   * @param reads read request units, rounded up
   */
  public long nanos(long millis, long bytes, long writes, long reads) {
    long parts = Math.max(1, Math.ceilDiv(bytes, STREAM_PART));
    BigInteger whole =
        product(1, invocation)
            .add(product(parts, apiRequest))
            .add(product(writes, writeUnit))
            .add(product(reads, readUnit));
    BigInteger sum =
        whole
            .multiply(PARTS)
            .add(product(millis, gbSecond).multiply(BigInteger.valueOf((long) memoryMb << 20)))
            .add(product(bytes, responseGb).multiply(BigInteger.valueOf(1_000)));
    BigInteger units = PARTS.multiply(BigInteger.valueOf(Femtos.NANO));
    Long nanos = Femtos.nanos(sum, units, RoundingMode.HALF_EVEN);
    return nanos == null ? Long.MAX_VALUE : nanos;
  }

  private static BigInteger product(long count, long price) {
    return BigInteger.valueOf(count).multiply(BigInteger.valueOf(price));
  }

  private OperatingPrices with(String name, long price) {
    return switch (name) {
      case "gb-second" ->
          new OperatingPrices(
              memoryMb, price, invocation, apiRequest, responseGb, writeUnit, readUnit);
      case "invocation" ->
          new OperatingPrices(
              memoryMb, gbSecond, price, apiRequest, responseGb, writeUnit, readUnit);
      case "api-request" ->
          new OperatingPrices(
              memoryMb, gbSecond, invocation, price, responseGb, writeUnit, readUnit);
      case "response-gb" ->
          new OperatingPrices(
              memoryMb, gbSecond, invocation, apiRequest, price, writeUnit, readUnit);
      case "write-unit" ->
          new OperatingPrices(
              memoryMb, gbSecond, invocation, apiRequest, responseGb, price, readUnit);
      case "read-unit" ->
          new OperatingPrices(
              memoryMb, gbSecond, invocation, apiRequest, responseGb, writeUnit, price);
      default ->
          throw new IllegalArgumentException(
              "\""
                  + name
                  + "\" is no price of running the gateway; these are: gb-second,"
                  + " invocation, api-request, response-gb, write-unit, read-unit");
    };
  }

  private static long dollars(String word, int from) {
    try {
      BigDecimal dollars = new BigDecimal(word.substring(from));
      String wrong = Prices.wrong(dollars);
      if (wrong != null) {
        throw new IllegalArgumentException("the price in \"" + word + "\" " + wrong);
      }
      return Prices.units(dollars);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + word + "\" is not NAME=DOLLARS", e);
    }
  }

  private static long femtos(String dollars) {
    return Prices.units(new BigDecimal(dollars));
  }
}
