package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What running the gateway costs; figures reckoned by hand, in nano-dollars. */
class OperatingPricesTest {
  private static final OperatingPrices ARM = OperatingPrices.usEast1(512, true);

  @Test
  void timeRequestsBytesAndTheTableAreAddedUpAndRoundedOnce() {
    // 80,000.4 + 200 + 3,500 + 3,352.76 + 2,500 + 125
    assertEquals(89_678, ARM.nanos(12_000, 40_000, 4, 1));
    // 100,000.2 in the place of 80,000.4: 109,677.96
    assertEquals(109_678, OperatingPrices.usEast1(512, false).nanos(12_000, 40_000, 4, 1));
  }

  @Test
  void theLeastIsACallAndARequest() {
    assertEquals(3_700, ARM.nanos(0, 0, 0, 0));
    // a millisecond of half a gigabyte is 6.6667
    assertEquals(3_707, ARM.nanos(1, 0, 0, 0));
  }

  @Test
  void eachTenMegabytesOfAStreamThatAreBegunAreARequest() {
    OperatingPrices free = ARM.with("response-gb=0");
    assertEquals(3_700, free.nanos(0, 10 * 1024 * 1024, 0, 0));
    assertEquals(7_200, free.nanos(0, 10 * 1024 * 1024 + 1, 0, 0));
  }

  @Test
  void aGigabyteIsAllThatItCosts() {
    // 103 requests of 10 MB and $0.09
    assertEquals(200 + 103 * 3_500 + 90_000_000, ARM.nanos(0, 1L << 30, 0, 0));
  }

  @Test
  void theLongestCallOfTheLargestFunctionDoesNotOverflow() {
    // 900 s x 10 GB x 13,333.4 + 200 + 3,500
    assertEquals(120_004_300, OperatingPrices.usEast1(10_240, true).nanos(900_000, 0, 0, 0));
  }

  @Test
  void anyPriceCanBeSetAndTheOthersStay() {
    OperatingPrices all =
        ARM.with("gb-second=0 invocation=0.000001, api-request=0.000002 response-gb=0")
            .with("write-unit=0.00000125 read-unit=0.00000025");
    assertEquals(1_000 + 2_000 + 2 * 1_250 + 3 * 250, all.nanos(5_000, 77, 2, 3));
    assertEquals(200 + 3_500 + 2 * 625 + 3, ARM.with("read-unit=1e-9").nanos(0, 0, 2, 3));
    assertEquals(ARM, ARM.with(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "'gb-second', is not NAME=DOLLARS",
    "'gb-second=cheap', is not NAME=DOLLARS",
    "'=1', is no price of running the gateway",
    "'lambda=1', is no price of running the gateway",
    "'read-unit=-1', must not be negative",
    "'read-unit=9224', is too large"
  })
  void whatIsNoPriceIsRefused(String text, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ARM.with(text)).getMessage();
    assertTrue(String.valueOf(message).contains(why), message);
  }
}
