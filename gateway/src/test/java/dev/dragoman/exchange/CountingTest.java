package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Estimated tokens beside those that providers reported for the same recorded requests. */
class CountingTest {
  private static final Path PAIRS = Path.of("src/test/resources/counting/pairs.jsonl");
  private static final Path PAGE = Path.of("../docs/counting.md");
  private static final TokenCounter COUNTER = new TokenCounter();

  private static final String INTRO =
      """
      <!-- Made by CountingTest from recorded requests; run it with -Dgolden.update=true. -->
      # How well tokens are counted

      `POST /v1/messages/count_tokens` asks the provider where it counts itself, free of charge, as
      Anthropic and Gemini do. Where there is no such count, or it does not come within five
      seconds, the gateway estimates: with OpenAI's newer tokenizer (o200k) times a factor of the
      model's family, and what the family's template adds to each request, to each message, and to
      one with tools. Such an answer says so in its `dragoman-notes` header.

      The table compares estimates with the input tokens that providers reported for recorded
      requests. The recordings are small: most have under a hundred words, so a template's constant
      is much of them, and an error of ten tokens looks large. What weighs in a long session is
      rather the last column, all requests of a family together.

      """;

  private static final String CAVEATS =
      """

      What the figures do not show:

      - Most families have fewer than ten recordings, and their factors were chosen by looking at
        these and at some 800 further ones from the same source: they are a fit, not a forecast.
      - Providers put instructions of their own before a request with tools, and not all the same:
        Claude's were 345 to 650 tokens by version and `tool_choice`; Llama 4's 120 on Bedrock and
        680 on Groq; Nova 2's 860 where Nova 1's were 380. The estimate has one figure a family.
      - Claude's newer models (Opus 4.7 on) make some 30% more tokens of a text, as Anthropic
        documents; of theirs only two documented examples are here.
      - Images count as 1,600 tokens and a page of PDF as 2,000, whoever sees them.
      - A request is refused as too long for its model only where the count of its text alone, less what
        a family's counts can be too high by (5% for GPT, 10 to 25% for the others, 40% for models of no
        family named here), still exceeds the window.

      ## All of them

      | family | model | reported | estimated | error | recording |
      |---|---|---|---|---|---|
      """;

  private record Pair(
      TokenFamily family, String model, long reported, long estimated, long plain, String source) {
    double error() {
      return (estimated - reported) / (double) reported;
    }

    double plainError() {
      return (plain - reported) / (double) reported;
    }
  }

  @Test
  void thePageIsWhatTheRecordedRequestsSay() throws IOException {
    String page = page(pairs());
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "the page is not updated unattended");
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page, "run CountingTest with -Dgolden.update=true");
  }

  @Test
  void noFamilyIsFurtherOffThanAQuarter() throws IOException {
    byFamily(pairs())
        .forEach((family, pairs) ->
            assertTrue(Math.abs(together(pairs)) < 0.25, () -> family + ": " + together(pairs)));
  }

  private static List<Pair> pairs() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(PAIRS)) {
      JsonNode pair = JsonMapper.shared().readTree(line);
      JsonNode json = pair.get("request");
      MessagesRequest request =
          RequestReader.readForCounting(json.toString().getBytes(StandardCharsets.UTF_8));
      TokenFamily family = TokenFamily.of(request.model());
      assertEquals(
          pair.get("family").asString(), family.name().toLowerCase(Locale.ROOT), request.model());
      pairs.add(
          new Pair(
              family,
              request.model(),
              pair.get("reported").asLong(),
              COUNTER.count(request, family),
              COUNTER.count(request, TokenFamily.NEUTRAL),
              pair.get("source").asString()));
    }
    return pairs;
  }

  private static Map<String, List<Pair>> byFamily(List<Pair> pairs) {
    Map<String, List<Pair>> families = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      families.computeIfAbsent(pair.family().name(), name -> new ArrayList<>()).add(pair);
    }
    return families;
  }

  private static String page(List<Pair> pairs) {
    StringBuilder page = new StringBuilder(INTRO);
    page.append("| family | recorded | tokens of one | usual error | largest | ")
        .append("usual error of o200k alone | all together |\n|---|---|---|---|---|---|---|\n");
    byFamily(pairs).forEach((family, of) -> page.append(line(family, of)));
    page.append(CAVEATS);
    for (Pair pair : pairs) {
      page.append(
          "| %s | `%s` | %d | %d | %s | %s |\n"
              .formatted(
                  pair.family().name(),
                  pair.model(),
                  pair.reported(),
                  pair.estimated(),
                  percent(pair.error()),
                  pair.source().substring(pair.source().lastIndexOf('/') + 1)));
    }
    return page.toString();
  }

  private static String line(String family, List<Pair> pairs) {
    List<Long> sizes = pairs.stream().map(Pair::reported).sorted().toList();
    double largest =
        pairs.stream()
            .map(Pair::error)
            .max((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
            .orElseThrow();
    return "| %s | %d | %d to %d | %s | %s | %s | %s |\n"
        .formatted(
            family,
            pairs.size(),
            sizes.getFirst(),
            sizes.getLast(),
            unsigned(median(pairs.stream().map(Pair::error))),
            percent(largest),
            unsigned(median(pairs.stream().map(Pair::plainError))),
            percent(together(pairs)));
  }

  private static double together(List<Pair> pairs) {
    long reported = pairs.stream().mapToLong(Pair::reported).sum();
    long estimated = pairs.stream().mapToLong(Pair::estimated).sum();
    return (estimated - reported) / (double) reported;
  }

  private static double median(Stream<Double> errors) {
    List<Double> sorted = errors.map(Math::abs).sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String percent(double error) {
    return "%+.0f%%".formatted(100 * error);
  }

  private static String unsigned(double error) {
    return "%.0f%%".formatted(100 * error);
  }
}
