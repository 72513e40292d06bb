package dev.dragoman.doctor;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.ModelFacts;
import java.util.List;

/**
 * One question to a model, whose answer shows whether something holds.
 *
 * @param name in a few words
 * @param size what asking it takes, about
 * @param examination how it is asked and judged
 */
public record Probe(String name, Size size, Examination examination) {
  /** Thinking before each answer, of models that think unasked. */
  private static final int THOUGHT = 300;

  /** Asks and judges. */
  @FunctionalInterface
  interface Examination {
    Verdict of(Client client, ModelFacts facts);
  }

  /**
   * What is sent and said, in tokens, over all requests.
   *
   * @param searches of the web
   */
  public record Size(int requests, int input, int output, int searches) {
    Size(int requests, int input, int output) {
      this(requests, input, output, 0);
    }
  }

  /** All that are asked without being told to, the first one first: it shows whether any can be. */
  public static List<Probe> usual() {
    return List.of(
        new Probe("text", new Size(1, 20, 10), TextProbes::text),
        new Probe("streaming", new Size(1, 40, 90), TextProbes::streaming),
        new Probe("tool call", new Size(2, 300, 60), ToolProbes::call),
        new Probe("parallel calls", new Size(2, 350, 90), ToolProbes::parallelCalls),
        new Probe("forced tool", new Size(1, 150, 30), ToolProbes::forced),
        new Probe("deferred tool", new Size(1, 400, 40), ToolProbes::deferred),
        new Probe("image", new Size(1, 800, 20), FileProbes::image),
        new Probe("image in a result", new Size(1, 900, 20), FileProbes::imageInResult),
        new Probe("PDF in a result", new Size(1, 2_000, 20), FileProbes::pdfInResult),
        new Probe("thinking", new Size(2, 600, 600), ThinkingProbe::thinking),
        new Probe("structured output", new Size(1, 150, 40), TextProbes::structured),
        new Probe("web search", new Size(1, 10_000, 300, 1), TextProbes::search),
        new Probe("stop sequence", new Size(1, 40, 10), TextProbes::stop),
        new Probe("max_tokens", new Size(1, 20, 10), LimitProbes::maxTokens),
        new Probe("token count", new Size(2, 1_200, 10), LimitProbes::counts),
        new Probe("prompt cache", new Size(2, 12_500, 20), LimitProbes::cache));
  }

  /** The one that sends more than the model's window: a provider may answer, and charge for it. */
  public static Probe overflow() {
    return new Probe("overflow", new Size(1, 0, 10), LimitProbes::overflow);
  }

  /** What asking it would cost, about. */
  public Cost estimate(ModelFacts facts) {
    long output = size.output() + (facts.reasons() ? (long) THOUGHT * size.requests() : 0);
    Integer window = facts.contextWindow();
    long input = name.equals("overflow") && window != null ? window : size.input();
    Cost cost =
        Cost.of(Usage.estimated(input, output).withSearches(size.searches()), facts.prices());
    return cost.unknown() == 0 ? cost : new Cost(0, false, size.requests());
  }
}
