package dev.dragoman.doctor;

import dev.dragoman.ledger.Pricing;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.ModelFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one probe found, and what it took.
 *
 * @param probe its name
 * @param notes what the gateway noted on the way, each once
 * @param requests the ids of its requests, in order
 * @param input tokens, cached or not; null if nobody knows, or nothing was charged
 * @param output tokens; null likewise
 * @param estimated whether any of these is an estimate
 * @param millis all of its requests together
 */
public record Finding(
    String probe,
    Verdict verdict,
    List<String> notes,
    List<String> requests,
    @Nullable Long input,
    @Nullable Long output,
    boolean estimated,
    Cost cost,
    long millis) {

  public Finding {
    notes = List.copyOf(notes);
    requests = List.copyOf(requests);
  }

  /** One of a probe that was not asked. */
  static Finding skipped(String probe, String why) {
    Verdict verdict = Verdict.of(Outcome.SKIPPED, why);
    return new Finding(probe, verdict, List.of(), List.of(), null, null, false, Cost.NONE, 0);
  }

  /** One of these answers; what holds with notes is noted. */
  static Finding of(String probe, Verdict judged, List<Answer> answers, ModelFacts facts) {
    List<String> notes =
        answers.stream().flatMap(answer -> answer.notes().stream()).distinct().toList();
    boolean noted = judged.outcome() == Outcome.HOLDS && !notes.isEmpty();
    Verdict verdict = noted ? new Verdict(Outcome.NOTED, judged.remark(), judged.set()) : judged;
    Cost cost = Cost.NONE;
    Long input = null;
    Long output = null;
    boolean estimated = false;
    for (Answer answer : answers) {
      if (answer.charged()) {
        Usage usage = answer.usage();
        cost = cost.plus(Cost.of(usage, facts.prices()));
        input = sum(input, Pricing.input(usage));
        output = sum(output, usage.output());
        estimated |= usage.origin() == Usage.Origin.ESTIMATED;
      }
    }
    List<String> requests = answers.stream().map(Answer::requestId).toList();
    long millis = answers.stream().mapToLong(answer -> answer.pace().endMillis()).sum();
    return new Finding(probe, verdict, notes, requests, input, output, estimated, cost, millis);
  }

  private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? (a == null ? b : a) : (Long) (a + b);
  }

  public Outcome outcome() {
    return verdict.outcome();
  }
}
