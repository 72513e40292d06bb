package dev.dragoman.routing;

import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.RouterSettings.Strategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt that was begun, and what of it is counted. Used by one thread. */
final class UnderWay {
  private final Deployment target;
  private final String key;
  private final long inputTokens;
  private final RouterSettings settings;
  private final Traffic traffic;
  private final long minute;
  private final boolean wasResting;
  private boolean settled;
  private @Nullable Answer answer;

  private record Answer(long minute, Counts counts) {}

  private UnderWay(Deployment target, long inputTokens, RouterSettings settings, Traffic traffic) {
    this.target = target;
    this.inputTokens = inputTokens;
    this.settings = settings;
    this.traffic = traffic;
    key = Terms.healthKey(target);
    minute = traffic.tally().minute();
    wasResting = traffic.health().coolDown(target, settings.coolDowns()) != null;
  }

  /** Counts a request of about {@code inputTokens}, which others hear of where that matters. */
  static UnderWay begin(
      Deployment target, long inputTokens, RouterSettings settings, Traffic traffic) {
    UnderWay begun = new UnderWay(target, inputTokens, settings, traffic);
    begun.count(Counts.request(inputTokens));
    if (settings.balance().strategy() == Strategy.LATENCY
        || Terms.requestsPerMinute(target) != null
        || Terms.tokensPerMinute(target) != null) {
      traffic.tally().want(begun.key);
    }
    return begun;
  }

  Deployment target() {
    return target;
  }

  /** It failed, and nothing of it was told: its tokens count if it said how many there were. */
  void failed(Failure failure) {
    if (!settled) {
      Counts estimate = Counts.request(inputTokens);
      boolean unasked = failure.kind() == Failure.Kind.UNSUPPORTED;
      count(unasked ? Counts.ZERO.minus(estimate) : Counts.tokens(-inputTokens));
      settled = true;
    }
    broke(failure);
  }

  /** It broke off. What had begun to come is then no answer: it counts as a failure alone. */
  void broke(Failure failure) {
    if (answer != null && CoolDownRule.counts(failure.kind())) {
      traffic.tally().add(key, answer.minute(), Counts.ZERO.minus(answer.counts()));
    }
    traffic.health().failed(target, failure, settings.coolDowns());
  }

  /** Its first content came, that long after it was begun. */
  void began(Duration firstContent) {
    answer =
        new Answer(traffic.tally().minute(), Counts.answer(Math.max(0, firstContent.toMillis())));
    traffic.tally().add(key, answer.minute(), answer.counts());
    if (wasResting) {
      traffic.health().recovered(target);
    }
  }

  /**
   * It has ended and used that much; where that is not known the estimate stands. Others are told
   * now, unless it never began: then the client still waits for another.
   */
  void used(Usage usage) {
    if (!settled && (usage.input() != null || usage.output() != null)) {
      count(Counts.tokens(tokens(usage) - inputTokens));
      settled = true;
    }
    if (answer != null) {
      traffic.tally().tell(key);
    }
  }

  private void count(Counts more) {
    traffic.tally().add(key, minute, more);
  }

  private static long tokens(Usage usage) {
    long sum = 0;
    for (Long each :
        new Long[] {
          usage.input(),
          usage.output(),
          usage.cacheRead(),
          usage.cacheWrite5m(),
          usage.cacheWrite1h()
        }) {
      sum += each == null ? 0 : each;
    }
    return sum;
  }
}
