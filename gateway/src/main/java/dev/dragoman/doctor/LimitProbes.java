package dev.dragoman.doctor;

import dev.dragoman.ledger.Pricing;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.ModelFacts;
import java.util.Locale;
import java.util.regex.Pattern;

/** Probes of limits and counts: of output, of the window, of tokens, of what is cached. */
final class LimitProbes {
  /** What Claude Code asks for after an answer that was cut. */
  private static final int MOST = 128_000;

  /** Above what any provider asks of a prefix before it caches it (Anthropic: up to 4,096). */
  private static final int CACHED_PARAGRAPHS = 55;

  private static final int COUNTED_PARAGRAPHS = 10;

  /** In percent; a fifth of a window is what Claude Code keeps free before it compacts. */
  private static final double TOLERATED = 20;

  /** At these words Claude Code compacts its conversation or asks for fewer tokens. */
  private static final Pattern COMPACTS =
      Pattern.compile(
          "prompt is too long|maximum context length|input length and .?max_tokens.? exceed");

  private LimitProbes() {}

  static Verdict maxTokens(Client client, ModelFacts facts) {
    Answer answer = client.ask(TextProbes.word(MOST));
    Verdict trouble =
        Verdict.trouble(answer, "max_output_tokens in model_info: the model's cap on output");
    return trouble == null ? Verdict.holds("") : trouble;
  }

  static Verdict counts(Client client, ModelFacts facts) {
    String fields =
        "\"max_tokens\":2000,\"system\":"
            + Client.quoted(Samples.prose(COUNTED_PARAGRAPHS))
            + ",\"messages\":["
            + ToolProbes.user("Answer with the word yes and nothing else.")
            + "]";
    Answer answer = client.ask(fields);
    Verdict trouble = Verdict.trouble(answer, TextProbes.CHECK);
    if (trouble != null) {
      return trouble;
    }
    Usage usage = answer.usage();
    Long reported = Pricing.input(usage);
    if (usage.origin() != Usage.Origin.REPORTED || reported == null || reported == 0) {
      return Verdict.fails("the provider reports no usage: figures and costs are estimates");
    }
    Answer counted = client.count(fields);
    Long count = counted.message().number("input_tokens");
    if (count == null) {
      Answer.Fault fault = counted.fault();
      return Verdict.fails(
          "count_tokens gave no count" + (fault == null ? "" : ": " + fault.message()));
    }
    double off = 100.0 * (count - reported) / reported;
    String figures =
        String.format(Locale.ROOT, "counted %,d, reported %,d: %+.1f %%", count, reported, off);
    if (Math.abs(off) <= TOLERATED) {
      return Verdict.holds(figures);
    }
    Verdict far = Verdict.of(Outcome.NOTED, figures);
    Integer window = facts.contextWindow();
    return off > 0 || window == null
        ? far
        : far.setting(
            "CLAUDE_CODE_MAX_CONTEXT_TOKENS=%d for the client: tokens are counted too low"
                .formatted(window * count / reported));
  }

  static Verdict cache(Client client, ModelFacts facts) {
    Answer first = client.ask(cached("Answer with the word one and nothing else."));
    Verdict trouble = Verdict.trouble(first, TextProbes.CHECK);
    if (trouble != null) {
      return trouble;
    }
    Answer second = client.ask(cached("Answer with the word two and nothing else."));
    trouble = Verdict.trouble(second, TextProbes.CHECK);
    if (trouble != null) {
      return trouble;
    }
    Usage usage = second.usage();
    Long input = Pricing.input(usage);
    if (usage.cacheRead() == null || input == null) {
      return Verdict.unknown("the provider does not report what it read from its cache");
    }
    return usage.cacheRead() == 0
        ? Verdict.unknown("nothing was read from the cache the second time; caches promise nothing")
        : Verdict.holds(
            String.format(
                Locale.ROOT, "%,d of %,d tokens read the second time", usage.cacheRead(), input));
  }

  private static String cached(String question) {
    return "\"max_tokens\":2000,\"system\":[{\"type\":\"text\",\"text\":"
        + Client.quoted(Samples.prose(CACHED_PARAGRAPHS))
        + ",\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":["
        + ToolProbes.user(question)
        + "]";
  }

  static Verdict overflow(Client client, ModelFacts facts) {
    Integer window = facts.contextWindow();
    if (window == null) {
      return Verdict.of(Outcome.SKIPPED, "the model's window is not known, so none can be passed");
    }
    Answer answer =
        client.ask(
            "\"max_tokens\":100,\"messages\":["
                + ToolProbes.user(Samples.longerThan(window))
                + "]");
    Answer.Fault fault = answer.fault();
    if (fault == null) {
      return Verdict.fails(
              "it answered a prompt of more than "
                  + window
                  + " tokens: its window is larger, or the provider cut the prompt in silence")
          .setting("max_input_tokens in model_info: the model's window");
    }
    boolean compacts =
        fault.type().equals("request_too_large")
            || (fault.type().equals("invalid_request_error")
                && COMPACTS.matcher(fault.message().toLowerCase(Locale.ROOT)).find());
    return compacts
        ? Verdict.holds(Verdict.quote(fault.message()))
        : Verdict.fails(
                "an error on which Claude Code does not compact: HTTP "
                    + answer.status()
                    + " "
                    + fault.type()
                    + ": "
                    + Verdict.quote(fault.message()))
            .setting(
                "CLAUDE_CODE_MAX_CONTEXT_TOKENS=%d for the client, so that it compacts before"
                    .formatted(window));
  }
}
