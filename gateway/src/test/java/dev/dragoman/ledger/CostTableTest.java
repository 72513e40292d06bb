package dev.dragoman.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Costs reckoned by hand beside the gateway's, and docs/costs.md, which shows both. */
class CostTableTest {
  private static final Path PAGE = Path.of("../docs/costs.md");

  private static final OperatingPrices ARM = OperatingPrices.usEast1(512, true);

  private static final String RULES =
      """
      <!-- Made by CostTableTest; run it with -Dgolden.update=true. -->
      # What a request costs

      A usage record says what the provider charges for the request and, in AWS, what running the
      gateway for it cost. Sums are exact: whole femto-dollars (10^-15) are added up, and rounded
      once, a half to the even one, to nano-dollars (10^-9), for the request with all attempts that
      it took. What is not known is unknown, and the record names what was used and has no price;
      it is never 0.

      ## What the provider charges

      Prices are those of [the catalogue](../gateway/src/main/resources/dev/dragoman/provider/models)
      (from LiteLLM's price map), unless the deployment [sets its own](configuration.md#model_info-what-is-known-of-a-model).
      Azure's deployments are found by `base_model`, Bedrock's models by their prefix or region.

      - Input, what was read from a cache, what was written to one for five minutes and for an hour,
        output, thinking and searches of the web are counted apart, each token once. Thinking is a
        part of the output, at a price of its own or the output's.
      - Cached input without a price of its own is charged as input, as providers do that publish
        none (LiteLLM does the same). Only an hour's cache has no price where five minutes' has one:
        the hour is dearer with all who sell both.
      - Above a tier's number of input tokens, cached or not, the whole request has the tier's prices.
        What a tier does not price costs what it does below.
      - A price that a deployment sets holds for requests of all lengths, unless it sets one for longer
        ones as well. With a price of input or output, listed prices of cached input or thinking no
        longer hold: they belong to another price.
      - A price of 0 is a price. A kind of which nothing was used needs none.
      - Searches that the provider makes have its price (of medium context). Those that the gateway
        makes, for models whose provider is not known to search, cost what `input_cost_per_query` of
        the `search_tools` entry says, else $0.008 with Tavily (one credit, paid as one goes) and
        nothing with SearXNG. Failed searches are not counted.
      - An attempt that was replaced, or that broke off, costs what it is estimated to have used. One
        that was refused, or given up, before it answered adds nothing; who was given up may charge for
        it all the same. A request whose process died costs what was reserved for it.
      - Before a request, the most that it may cost is reckoned with all of its input at the dearest of
        input's prices and all of its output likewise; no usage within these tokens costs more. Without
        a price of input and output there is no such figure, and the refusal names what to set.

      Not reckoned with, for no answer or no catalogue says it well enough: batch, flex and priority
      service; discounts by the time of day (DeepSeek's); premiums for a region of the provider's own
      choice (Vertex AI's regional endpoints, OpenAI's and Anthropic's data residency) but where the
      model's name says it; free allowances; pages that a search read (Perplexity's citation tokens);
      keeping a cache by the hour (Gemini's explicit ones). A search by the gateway makes one request
      of several: their tokens are added up before a tier is chosen. Correct prices with
      `input_cost_per_token` and its kin.

      ## What running it costs

      AWS's prices in us-east-1, on demand, in the first tier of volume, without free allowances; all
      can be set. A laptop costs nothing and has no such figure.

      | | price | source |
      |---|---|---|
      | Lambda, a gigabyte for a second, Arm | $0.0000133334 | https://aws.amazon.com/lambda/pricing/ |
      | the same, x86 | $0.0000166667 | https://aws.amazon.com/lambda/pricing/ |
      | Lambda, a call | $0.0000002 | https://aws.amazon.com/lambda/pricing/ |
      | API Gateway, a request to a REST API; of a streamed answer each 10 MB that are begun | $0.0000035 | https://aws.amazon.com/api-gateway/pricing/, https://aws.amazon.com/blogs/compute/building-responsive-apis-with-amazon-api-gateway-response-streaming/ |
      | a gigabyte (2^30 bytes) sent to the internet | $0.09 | https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer |
      | DynamoDB, a write request unit (1 KB) | $0.000000625 | https://aws.amazon.com/dynamodb/pricing/on-demand/ |
      | DynamoDB, a read request unit (4 KB) | $0.000000125 | https://aws.amazon.com/dynamodb/pricing/on-demand/ |

      Not in it: a start's own time (billed as Lambda's time, but of no request), SnapStart's cache and
      restores, storage, logs, and Lambda's streamed bytes beyond the first 6 MB of an answer.

      For 12 seconds of 512 MB on Arm, an answer of 40,000 bytes, 4 writes and 1 read, in nano-dollars:
      12 x 0.5 x 13,333.4 + 200 + 3,500 + 40,000 x 90,000,000 / 2^30 + 4 x 625 + 125 =
      80,000.4 + 200 + 3,500 + 3,352.76 + 2,500 + 125 = 89,678.16: **GATEWAY**.

      ## Reckoned by hand

      Prices are in dollars for a million tokens, so products are in millionths of a dollar; those of
      searches are in millionths, too. The sums were reckoned by hand from the prices of the source;
      in bold is what the gateway says.

      | case | deployment: used | by hand | the gateway | prices from |
      |---|---|---|---|---|
      """;

  @TestFactory
  Stream<DynamicTest> theGatewaySaysWhatWasReckonedByHand() {
    return CostCases.all().stream()
        .map(each ->
            DynamicTest.dynamicTest(each.name(), () -> assertEquals(each.cost(), each.told())));
  }

  @Test
  void thePageShowsBoth() throws IOException {
    String page =
        RULES.replace("GATEWAY", Dollars.text(ARM.nanos(12_000, 40_000, 4, 1)))
            + CostCases.all().stream().map(CostCase::line).collect(Collectors.joining());
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "the page is not updated unattended");
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page, "run CostTableTest with -Dgolden.update=true");
  }

  @Test
  void thereAreEnoughOfThem() {
    assertTrue(CostCases.all().size() >= 30, () -> CostCases.all().size() + " cases");
  }
}
