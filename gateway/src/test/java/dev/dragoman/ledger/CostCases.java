package dev.dragoman.ledger;

import static dev.dragoman.ledger.CostCase.answered;
import static dev.dragoman.ledger.CostCase.used;

import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.util.List;
import java.util.stream.Stream;

/**
 * The requests of docs/costs.md. Their costs were reckoned by hand from the prices of the source.
 */
final class CostCases {
  private static final String OPENAI = "https://developers.openai.com/api/docs/pricing";
  private static final String AZURE =
      "https://azure.microsoft.com/en-us/pricing/details/cognitive-services/openai-service/";
  private static final String GOOGLE = "https://ai.google.dev/gemini-api/docs/pricing";
  private static final String CLAUDE = "https://platform.claude.com/docs/en/about-claude/pricing";
  private static final String BEDROCK = "https://aws.amazon.com/bedrock/pricing/";
  private static final String GOVCLOUD =
      "https://docs.aws.amazon.com/bedrock/latest/userguide/"
          + "model-card-anthropic-claude-sonnet-4-5.md";
  private static final String VERTEX =
      "https://cloud.google.com/gemini-enterprise-agent-platform/generative-ai/pricing";
  private static final String MISTRAL = "https://docs.mistral.ai/models/mistral-large-3-25-12";
  private static final String TAVILY = "https://docs.tavily.com/documentation/api-credits";
  private static final String SET = "the configuration";
  private static final String LARGE = "litellm_params: {model: mistral/mistral-large-latest}";
  private static final String TINY =
      "litellm_params: {model: openai/own, input_cost_per_token: 0.0000000005,"
          + " output_cost_per_token: 0}";
  private static final String MINE = "litellm_params: {model: openai/own}";
  private static final String SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";

  private CostCases() {}

  static List<CostCase> all() {
    return Stream.of(openAi(), google(), claude(), others(), set(), searches(), courses(), sizes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<CostCase> openAi() {
    return List.of(
        answered(
            "OpenAI",
            "litellm_params: {model: openai/gpt-4o}",
            used(1_000, 300),
            "1,000 x 2.50 + 300 x 10.00 = 2,500 + 3,000 = 5,500",
            "$0.0055",
            OPENAI),
        answered(
            "input read from a cache",
            "litellm_params: {model: openai/gpt-4o}",
            used(200, 1_024, 0, 0, 50, 0, 0),
            "200 x 2.50 + 1,024 x 1.25 + 50 x 10.00 = 500 + 1,280 + 500 = 2,280",
            "$0.00228",
            OPENAI),
        answered(
            "thinking is a part of the output",
            "litellm_params: {model: openai/gpt-5}",
            used(4_000, 0, 0, 0, 2_500, 2_000, 0),
            "4,000 x 1.25 + 2,500 x 10.00 = 5,000 + 25,000 = 30,000",
            "$0.03",
            OPENAI),
        answered(
            "two searches",
            "litellm_params: {model: openai/gpt-5}",
            used(10_000, 0, 0, 0, 400, 0, 2),
            "10,000 x 1.25 + 400 x 10.00 + 2 x 10,000 = 12,500 + 4,000 + 20,000 = 36,500",
            "$0.0365",
            OPENAI),
        answered(
            "as long as the first tier",
            "litellm_params: {model: openai/gpt-5.4}",
            used(72_000, 200_000, 0, 0, 1_000, 0, 0),
            "72,000 x 2.50 + 200,000 x 0.25 + 1,000 x 15.00 = 180,000 + 50,000 + 15,000"
                + " = 245,000",
            "$0.245",
            OPENAI),
        answered(
            "a token longer: all is repriced, what was cached, too",
            "litellm_params: {model: openai/gpt-5.4}",
            used(72_001, 200_000, 0, 0, 1_000, 0, 0),
            "72,001 x 5.00 + 200,000 x 0.50 + 1,000 x 22.50 = 360,005 + 100,000 + 22,500"
                + " = 482,505",
            "$0.482505",
            OPENAI),
        answered(
            "a cache that is paid for at OpenAI",
            "litellm_params: {model: openai/gpt-5.6}",
            used(1_000, 0, 10_000, 0, 100, 0, 0),
            "1,000 x 4.00 + 10,000 x 5.00 + 100 x 20.00 = 4,000 + 50,000 + 2,000 = 56,000",
            "$0.056",
            OPENAI),
        answered(
            "few tokens",
            "litellm_params: {model: openai/o3}",
            used(137, 0, 0, 0, 59, 32, 0),
            "137 x 2.00 + 59 x 8.00 = 274 + 472 = 746",
            "$0.000746",
            OPENAI),
        answered(
            "Azure, by base_model",
            "litellm_params: {model: azure/my-gpt}, model_info: {base_model: azure/gpt-4o}",
            used(3_000, 1_000, 0, 0, 500, 0, 0),
            "3,000 x 2.50 + 1,000 x 1.25 + 500 x 10.00 = 7,500 + 1,250 + 5,000 = 13,750",
            "$0.01375",
            AZURE),
        answered(
            "Azure's data zone of the EU",
            "litellm_params: {model: azure/my-gpt}, model_info: {base_model: azure/eu/gpt-4.1}",
            used(3_000, 1_000, 0, 0, 500, 0, 0),
            "3,000 x 2.20 + 1,000 x 0.55 + 500 x 8.80 = 6,600 + 550 + 4,400 = 11,550",
            "$0.01155",
            AZURE),
        answered(
            "Azure without base_model",
            "litellm_params: {model: azure/my-gpt}",
            used(3_000, 1_000, 0, 0, 500, 0, 0),
            "nobody knows what my-gpt is",
            "unknown: my-gpt input, my-gpt output",
            AZURE));
  }

  private static List<CostCase> google() {
    return List.of(
        answered(
            "Gemini, 200,000 tokens",
            "litellm_params: {model: gemini/gemini-2.5-pro}",
            used(200_000, 1_000),
            "200,000 x 1.25 + 1,000 x 10.00 = 250,000 + 10,000 = 260,000",
            "$0.26",
            GOOGLE),
        answered(
            "Gemini, 200,001 tokens, most of them cached",
            "litellm_params: {model: gemini/gemini-2.5-pro}",
            used(50_001, 150_000, 0, 0, 1_000, 0, 0),
            "50,001 x 2.50 + 150,000 x 0.25 + 1,000 x 15.00 = 125,002.5 + 37,500 + 15,000"
                + " = 177,502.5",
            "$0.1775025",
            GOOGLE),
        answered(
            "Gemini thinking",
            "litellm_params: {model: gemini/gemini-2.5-flash}",
            used(10_000, 0, 0, 0, 3_000, 1_200, 0),
            "10,000 x 0.30 + 1,800 x 2.50 + 1,200 x 2.50 = 3,000 + 4,500 + 3,000 = 10,500",
            "$0.0105",
            GOOGLE),
        answered(
            "Gemini with Google's search",
            "litellm_params: {model: gemini/gemini-2.5-flash}",
            used(500, 0, 0, 0, 200, 0, 1),
            "500 x 0.30 + 200 x 2.50 + 1 x 35,000 = 150 + 500 + 35,000 = 35,650",
            "$0.03565",
            GOOGLE),
        answered(
            "Vertex AI, Gemini",
            "litellm_params: {model: vertex_ai/gemini-2.5-flash}",
            used(1_000, 100),
            "1,000 x 0.30 + 100 x 2.50 = 300 + 250 = 550",
            "$0.00055",
            VERTEX),
        answered(
            "Vertex AI, Claude",
            "litellm_params: {model: vertex_ai/claude-opus-4-5}",
            used(1_000, 0, 0, 500, 200, 0, 0),
            "1,000 x 5.00 + 500 x 10.00 + 200 x 25.00 = 5,000 + 5,000 + 5,000 = 15,000",
            "$0.015",
            VERTEX));
  }

  private static List<CostCase> claude() {
    return List.of(
        answered(
            "Anthropic, a cache for five minutes",
            "litellm_params: {model: anthropic/claude-sonnet-4-5}",
            used(12, 0, 20_480, 0, 350, 0, 0),
            "12 x 3.00 + 20,480 x 3.75 + 350 x 15.00 = 36 + 76,800 + 5,250 = 82,086",
            "$0.082086",
            CLAUDE),
        answered(
            "read, and written for an hour",
            "litellm_params: {model: anthropic/claude-sonnet-4-5}",
            used(12, 20_480, 0, 4_096, 350, 0, 0),
            "12 x 3.00 + 20,480 x 0.30 + 4,096 x 6.00 + 350 x 15.00 = 36 + 6,144 + 24,576 + 5,250"
                + " = 36,006",
            "$0.036006",
            CLAUDE),
        answered(
            "written for both",
            "litellm_params: {model: anthropic/claude-haiku-4-5}",
            used(5, 0, 1_000, 2_000, 40, 0, 0),
            "5 x 1.00 + 1,000 x 1.25 + 2,000 x 2.00 + 40 x 5.00 = 5 + 1,250 + 4,000 + 200 = 5,455",
            "$0.005455",
            CLAUDE),
        answered(
            "thinking and three searches",
            "litellm_params: {model: anthropic/claude-opus-4-5}",
            used(100, 0, 0, 0, 900, 600, 3),
            "100 x 5.00 + 900 x 25.00 + 3 x 10,000 = 500 + 22,500 + 30,000 = 53,000",
            "$0.053",
            CLAUDE),
        answered(
            "Bedrock, Claude in the USA",
            "litellm_params: {model: 'bedrock/us." + SONNET + "'}",
            used(1_000, 10_000, 2_000, 0, 500, 0, 0),
            "1,000 x 3.30 + 10,000 x 0.33 + 2,000 x 4.125 + 500 x 16.50"
                + " = 3,300 + 3,300 + 8,250 + 8,250 = 23,100",
            "$0.0231",
            BEDROCK),
        answered(
            "Bedrock, Claude anywhere",
            "litellm_params: {model: 'bedrock/global." + SONNET + "'}",
            used(1_000, 10_000, 2_000, 0, 500, 0, 0),
            "1,000 x 3.00 + 10,000 x 0.30 + 2,000 x 3.75 + 500 x 15.00"
                + " = 3,000 + 3,000 + 7,500 + 7,500 = 21,000",
            "$0.021",
            BEDROCK),
        answered(
            "Bedrock, Claude in Europe, more than 200,000 tokens",
            "litellm_params: {model: 'bedrock/eu." + SONNET + "'}",
            used(50_000, 200_000, 0, 0, 1_000, 0, 0),
            "50,000 x 6.60 + 200,000 x 0.66 + 1,000 x 24.75 = 330,000 + 132,000 + 24,750"
                + " = 486,750",
            "$0.48675",
            BEDROCK),
        answered(
            "Bedrock, by its region",
            "litellm_params: {model: 'bedrock/" + SONNET + "', aws_region_name: us-gov-west-1}",
            used(1_000, 500),
            "1,000 x 3.60 + 500 x 18.00 = 3,600 + 9,000 = 12,600",
            "$0.0126",
            GOVCLOUD));
  }

  private static List<CostCase> others() {
    return List.of(
        answered(
            "Groq",
            "litellm_params: {model: groq/openai/gpt-oss-120b}",
            used(2_000, 6_000, 0, 0, 750, 0, 0),
            "2,000 x 0.15 + 6,000 x 0.075 + 750 x 0.60 = 300 + 450 + 450 = 1,200",
            "$0.0012",
            "https://groq.com/pricing"),
        answered(
            "DeepSeek",
            "litellm_params: {model: deepseek/deepseek-chat}",
            used(1_500, 8_500, 0, 0, 600, 0, 0),
            "1,500 x 0.28 + 8,500 x 0.028 + 600 x 0.42 = 420 + 238 + 252 = 910",
            "$0.00091",
            "https://api-docs.deepseek.com/quick_start/pricing"),
        answered(
            "Together: a cache without a price of its own",
            "litellm_params: {model: together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo}",
            used(700, 300, 0, 0, 400, 0, 0),
            "(700 + 300) x 1.04 + 400 x 1.04 = 1,040 + 416 = 1,456",
            "$0.001456",
            "https://api.together.ai/v1/models"),
        answered(
            "Mistral",
            LARGE,
            used(10_000, 5_000, 0, 0, 1_000, 0, 0),
            "10,000 x 0.50 + 5,000 x 0.05 + 1,000 x 1.50 = 5,000 + 250 + 1,500 = 6,750",
            "$0.00675",
            MISTRAL),
        answered(
            "thinking at its own price",
            "litellm_params: {model: perplexity/sonar-deep-research}",
            used(1_000, 0, 0, 0, 5_000, 3_000, 12),
            "1,000 x 2.00 + 2,000 x 8.00 + 3,000 x 3.00 + 12 x 5,000"
                + " = 2,000 + 16,000 + 9,000 + 60,000 = 87,000",
            "$0.087",
            "https://docs.perplexity.ai/getting-started/pricing"),
        answered(
            "the third of four tiers",
            "litellm_params: {model: dashscope/qwen3-coder-plus}",
            used(130_000, 1_000),
            "130,000 x 3.00 + 1,000 x 15.00 = 390,000 + 15,000 = 405,000",
            "$0.405",
            "https://www.alibabacloud.com/help/en/model-studio/models"));
  }

  private static List<CostCase> set() {
    String own = "litellm_params: {model: openai/own, input_cost_per_token: ";
    return List.of(
        answered(
            "prices that were set",
            own + "0.0000001, output_cost_per_token: 4e-7}",
            used(1_234, 567),
            "1,234 x 0.10 + 567 x 0.40 = 123.4 + 226.8 = 350.2",
            "$0.0003502",
            SET),
        answered(
            "the same in model_info",
            MINE + ", model_info: {input_cost_per_token: 1e-7, output_cost_per_token: 4e-7}",
            used(1_234, 567),
            "1,234 x 0.10 + 567 x 0.40 = 123.4 + 226.8 = 350.2",
            "$0.0003502",
            SET),
        answered(
            "prices set in a listed tier's place",
            "litellm_params: {model: openai/gpt-5.4, input_cost_per_token: 2e-6,"
                + " output_cost_per_token: 1e-5}",
            used(300_000, 1_000),
            "300,000 x 2.00 + 1,000 x 10.00 = 600,000 + 10,000 = 610,000",
            "$0.61",
            SET),
        answered(
            "input alone set: cached input with it; output as listed, with its tier",
            "litellm_params: {model: openai/gpt-5.4, input_cost_per_token: 2e-6}",
            used(299_000, 1_000, 0, 0, 1_000, 0, 0),
            "299,000 x 2.00 + 1,000 x 2.00 + 1,000 x 22.50 = 598,000 + 2,000 + 22,500 = 622,500",
            "$0.6225",
            SET + "; " + OPENAI),
        answered(
            "a tier that was set",
            MINE
                + ", model_info: {input_cost_per_token: 1e-6,"
                + " input_cost_per_token_above_128k_tokens: 2e-6, output_cost_per_token: 4e-6}",
            used(128_001, 10),
            "128,001 x 2.00 + 10 x 4.00 = 256,002 + 40 = 256,042",
            "$0.256042",
            SET),
        answered(
            "a price of 0 is one",
            own + "0, output_cost_per_token: 0}",
            used(1_000_000, 5_000),
            "0",
            "$0",
            SET),
        answered(
            "no price",
            MINE,
            used(1_000, 20),
            "nobody knows",
            "unknown: own input, own output",
            SET),
        answered(
            "one price is missing",
            "litellm_params: {model: openai/own, output_cost_per_token: 4e-7}",
            used(1_000, 20),
            "nobody knows",
            "unknown: own input",
            SET),
        answered(
            "one is missing that nothing is charged at",
            own + "1e-6}",
            used(1_000, 0),
            "1,000 x 1.00 = 1,000",
            "$0.001",
            SET),
        answered(
            "an hour's cache is not sold at the price of five minutes",
            own + "1e-6, output_cost_per_token: 1e-6, cache_creation_input_token_cost: 1e-6}",
            used(1_000, 0, 0, 100, 20, 0, 0),
            "nobody knows",
            "unknown: own cache write 1h",
            SET));
  }

  private static List<CostCase> searches() {
    Usage two = used(20_000, 0, 0, 0, 500, 0, 2);
    return List.of(
        answered(
                "two searches by the gateway, with Tavily",
                LARGE,
                two,
                "20,000 x 0.50 + 500 x 1.50 + 2 x 8,000 = 10,000 + 750 + 16,000 = 26,750",
                "$0.02675",
                MISTRAL + "; " + TAVILY)
            .searchingWith("search_provider: tavily"),
        answered(
                "with Tavily at a plan's price (`input_cost_per_query: 0.005`)",
                LARGE,
                two,
                "20,000 x 0.50 + 500 x 1.50 + 2 x 5,000 = 10,000 + 750 + 10,000 = 20,750",
                "$0.02075",
                MISTRAL + "; " + TAVILY)
            .searchingWith("search_provider: tavily, input_cost_per_query: 0.005"),
        answered(
                "with a SearXNG of one's own",
                LARGE,
                two,
                "20,000 x 0.50 + 500 x 1.50 = 10,000 + 750 = 10,750",
                "$0.01075",
                MISTRAL)
            .searchingWith("search_provider: searxng, api_base: 'http://searx'"),
        answered(
            "a search without a price",
            LARGE,
            two,
            "nobody knows",
            "unknown: mistral-large-latest search",
            MISTRAL));
  }

  private static List<CostCase> courses() {
    String haiku = "litellm_params: {model: anthropic/claude-haiku-4-5}";
    String gpt = "litellm_params: {model: openai/gpt-4o}";
    return List.of(
        new CostCase(
            "attempts that were replaced: one refused, one broken off",
            List.of(gpt, gpt + ", model_info: {id: second}", haiku),
            "",
            List.of(Usage.MISSING, Usage.estimated(1_000, 20), used(1_100, 300)),
            State.COMPLETED,
            "0 + 1,000 x 2.50 + 20 x 10.00 + 1,100 x 1.00 + 300 x 5.00"
                + " = 2,500 + 200 + 1,100 + 1,500 = 5,300",
            "$0.0053",
            OPENAI + "; " + CLAUDE),
        new CostCase(
            "a replaced attempt without a price",
            List.of(MINE, haiku),
            "",
            List.of(Usage.estimated(1_000, 20), used(1_100, 300)),
            State.COMPLETED,
            "nobody knows",
            "unknown: own input, own output",
            CLAUDE),
        answered(
            "usage that is estimated",
            "litellm_params: {model: openai/gpt-4o-mini}",
            Usage.estimated(4_000, 120),
            "4,000 x 0.15 + 120 x 0.60 = 600 + 72 = 672",
            "$0.000672",
            OPENAI),
        answered("usage that nobody knows", gpt, Usage.MISSING, "nobody knows", "unknown", OPENAI),
        answered("refused by the provider", gpt, Usage.MISSING, "0", "$0", OPENAI)
            .ending(State.FAILED),
        answered(
                "broken off in the middle",
                gpt,
                Usage.estimated(1_000, 40),
                "1,000 x 2.50 + 40 x 10.00 = 2,500 + 400 = 2,900",
                "$0.0029",
                OPENAI)
            .ending(State.FAILED));
  }

  private static List<CostCase> sizes() {
    return List.of(
        answered(
            "half a nano-dollar goes to the even one",
            TINY,
            used(1, 0),
            "1 x 0.0005 = 0.0005: half-way between 0 and 1 nano-dollar",
            "$0",
            SET),
        answered(
            "so do one and a half",
            TINY,
            used(3, 0),
            "3 x 0.0005 = 0.0015: half-way between 1 and 2 nano-dollars",
            "$0.000000002",
            SET),
        new CostCase(
            "rounded once for all attempts",
            List.of(TINY, TINY + ", model_info: {id: second}"),
            "",
            List.of(used(1, 0), used(1, 0)),
            State.COMPLETED,
            "1 x 0.0005 + 1 x 0.0005 = 0.001",
            "$0.000000001",
            SET),
        answered(
            "the smallest price",
            "litellm_params: {model: openai/own, input_cost_per_token: 1e-15,"
                + " output_cost_per_token: 0}",
            used(123_456_789, 0),
            "123,456,789 x 0.000000001 = 0.123456789",
            "$0.000000123",
            SET),
        answered(
            "a billion tokens each way",
            "litellm_params: {model: openai/gpt-5.4}",
            used(1_000_000_000, 1_000_000_000),
            "10^9 x 5.00 + 10^9 x 22.50 = 27.5 x 10^9",
            "$27500",
            OPENAI),
        answered(
            "the largest price",
            "litellm_params: {model: openai/own, input_cost_per_token: 9223,"
                + " output_cost_per_token: 0}",
            used(1_000_000, 0),
            "10^6 x 9,223 x 10^6 = 9,223 x 10^12",
            "$9223000000",
            SET),
        answered(
            "more than can be counted",
            "litellm_params: {model: openai/own, input_cost_per_token: 9223,"
                + " output_cost_per_token: 0}",
            used(1_100_000, 0),
            "1.1 x 10^6 x 9,223 x 10^6 = 10,145.3 x 10^12: 64 bits of nano-dollars end at 9,223",
            "unknown",
            SET));
  }
}
