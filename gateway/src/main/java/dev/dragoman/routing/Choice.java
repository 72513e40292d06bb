package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Prices;
import dev.dragoman.provider.Prices.Rates;
import dev.dragoman.routing.RouterSettings.Balance;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The choice of one of several deployments that can all be asked, by the strategy that is set; a
 * session gets the same one each time.
 */
final class Choice {
  private static final List<String> SHARES = List.of("weight", "rpm", "tpm");

  private final Function<Deployment, Prices> prices;
  private final Tally tally;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final SessionMemory sessions = new SessionMemory();

  Choice(
      Function<Deployment, Prices> prices,
      Tally tally,
      InstantSource clock,
      RandomGenerator random) {
    this.prices = prices;
    this.tally = tally;
    this.clock = clock;
    this.random = random;
  }

  /** One of {@code open}, of which there is at least one. */
  Deployment of(List<Deployment> open, Ask ask, Balance balance) {
    String session = balance.sticky() ? ask.session() : null;
    return switch (balance.strategy()) {
      case SHUFFLE -> open.size() == 1 ? open.getFirst() : drawn(open, shares(open), session);
      case LATENCY -> kept(open, session, () -> soonest(open, balance));
      case COST -> kept(open, session, () -> cheapest(open, ask));
    };
  }

  private Deployment kept(
      List<Deployment> open, @Nullable String session, Supplier<List<Deployment>> best) {
    if (session == null) {
      List<Deployment> among = best.get();
      return drawn(among, alike(among), null);
    }
    // A session asks for several models, each of which has deployments of its own.
    String of = session + '\n' + open.getFirst().modelName();
    long now = clock.millis();
    Deployment before = sessions.recall(of, open, now);
    if (before != null) {
      return before;
    }
    List<Deployment> among = best.get();
    Deployment given = drawn(among, alike(among), session);
    sessions.note(of, given, now);
    return given;
  }

  /**
   * The weights to shuffle by: the first of {@code weight}, {@code rpm} and {@code tpm} that any of
   * them has, as LiteLLM does; those that lack it then get nothing. All alike if none has any.
   */
  private static double[] shares(List<Deployment> open) {
    for (String metric : SHARES) {
      double[] shares = open.stream().mapToDouble(each -> Terms.share(each, metric)).toArray();
      if (Arrays.stream(shares).anyMatch(share -> share > 0)) {
        return shares;
      }
    }
    return alike(open);
  }

  private static double[] alike(List<Deployment> open) {
    double[] ones = new double[open.size()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private Deployment drawn(List<Deployment> open, double[] weights, @Nullable String session) {
    if (open.size() == 1) {
      return open.getFirst();
    }
    if (session != null) {
      return open.get(Rendezvous.pick(session, open, weights));
    }
    double drawn = random.nextDouble() * Arrays.stream(weights).sum();
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        drawn -= weights[i];
        if (drawn < 0) {
          break;
        }
      }
    }
    return open.get(last);
  }

  /** Those nobody has measured of late; else the quickest, and what is nearly as quick. */
  private List<Deployment> soonest(List<Deployment> open, Balance balance) {
    double[] latencies =
        open.stream()
            .mapToDouble(each -> tally.latency(Terms.healthKey(each), balance.latencyAge()))
            .toArray();
    double quickest = Arrays.stream(latencies).min().orElse(0);
    double most =
        quickest == Tally.UNMEASURED
            ? Tally.UNMEASURED
            : quickest * (1 + Math.max(0, balance.latencyBuffer()));
    return within(open, latencies, most);
  }

  private List<Deployment> cheapest(List<Deployment> open, Ask ask) {
    ToDoubleFunction<Deployment> price =
        deployment -> {
          Rates rates = prices.apply(deployment).at(ask.inputTokens());
          Long input = rates.input();
          Long output = rates.output();
          return input == null || output == null
              ? Double.MAX_VALUE
              : (double) input + (double) output;
        };
    double[] costs = open.stream().mapToDouble(price).toArray();
    return within(open, costs, Arrays.stream(costs).min().orElse(0));
  }

  private static List<Deployment> within(List<Deployment> open, double[] figures, double most) {
    return IntStream.range(0, figures.length)
        .filter(i -> figures[i] <= most)
        .mapToObj(open::get)
        .toList();
  }
}
