package dev.dragoman.ledger;

import dev.dragoman.ledger.UsageRecord.Attempt;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Prices;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost, to the nano-dollar: tokens and searches at the prices that their deployment
 * sets, else at those of the catalogue. {@code docs/costs.md} has the rules and cases reckoned by
 * hand.
 */
public final class Pricing {
  private final ModelCatalogue catalogue;
  private final Function<String, @Nullable Deployment> deployments;
  private final List<Deployment> all;

  /**
   * Prices by this catalogue and these deployments.
   *
   * @param deployments the deployment of an id; null if there is none of it (any more)
   */
  public Pricing(ModelCatalogue catalogue, Function<String, @Nullable Deployment> deployments) {
    this(catalogue, deployments, List.of());
  }

  /**
   * Prices by this catalogue and these deployments, for records of before they were changed. An id
   * is made of what is configured, and another where a price stands among that. So what was served
   * by a deployment that is gone has the prices of those of its provider and model, if they agree;
   * else nobody knows them.
   */
  public Pricing(ModelCatalogue catalogue, List<Deployment> deployments) {
    this(
        catalogue,
        id -> deployments.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null),
        deployments);
  }

  private Pricing(
      ModelCatalogue catalogue,
      Function<String, @Nullable Deployment> deployments,
      List<Deployment> all) {
    this.catalogue = catalogue;
    this.deployments = deployments;
    this.all = List.copyOf(all);
  }

  /**
   * What a request cost, with the attempts that were replaced, each at its own deployment's prices.
   * An attempt of which no usage is known was refused before it answered and adds nothing, be it
   * replaced or the last of a request that failed. A request that nobody settled costs what was
   * held for it.
   *
   * @param gateway what running the gateway for it cost, in nano-dollars; null if not known
   */
  public Cost of(UsageRecord record, @Nullable Long gateway) {
    Bill bill = new Bill();
    for (Attempt attempt : record.replaced()) {
      if (!attempt.usage().equals(Usage.MISSING)) {
        add(attempt.deployment(), attempt.provider(), attempt.model(), attempt.usage(), bill);
      }
    }
    boolean silent = record.usage().equals(Usage.MISSING);
    if (silent && record.state() == State.ABANDONED && record.hold() != null) {
      return new Cost(record.hold().estimate(), bill.unpriced(), gateway);
    }
    if (!silent) {
      add(record.deployment(), record.provider(), record.modelServed(), record.usage(), bill);
    } else if (record.state() != State.FAILED) {
      bill.unknown();
    }
    return new Cost(bill.nanos(), bill.unpriced(), gateway);
  }

  /** The same with what the record says of running the gateway. */
  public Cost of(UsageRecord record) {
    return of(record, record.cost().gateway());
  }

  private void add(
      @Nullable String deployment,
      @Nullable String provider,
      @Nullable String model,
      Usage usage,
      Bill bill) {
    String named = model == null ? (deployment == null ? "unknown" : deployment) : model;
    bill.add(named, usage, prices(deployment, provider, model));
  }

  /**
   * The prices of what served: of its deployment, unless that has become one of another model
   * since.
   */
  private Prices prices(
      @Nullable String deployment, @Nullable String provider, @Nullable String model) {
    Deployment set = deployment == null ? null : deployments.apply(deployment);
    if (model == null || provider == null) {
      return set == null ? Prices.UNKNOWN : catalogue.of(set).prices();
    }
    if (set == null) {
      List<Prices> found =
          all.stream()
              .filter(each -> each.provider().equals(provider))
              .filter(each -> each.upstreamModel().equals(model))
              .map(each -> catalogue.of(each).prices())
              .distinct()
              .toList();
      if (!found.isEmpty()) {
        return found.size() == 1 ? found.getFirst() : Prices.UNKNOWN;
      }
    }
    if (set == null || !set.provider().equals(provider)) {
      return catalogue.of(Deployment.of(model, provider, model)).prices();
    }
    if (set.upstreamModel().equals(model)) {
      return catalogue.of(set).prices();
    }
    boolean any = set.model().contains("*");
    return catalogue
        .of(any ? set.as(set.modelName(), model) : Deployment.of(model, provider, model))
        .prices();
  }

  /** The cost of what was used at these prices, in nano-dollars; null if it is not known. */
  public static @Nullable Long cost(Usage usage, Prices prices) {
    Bill bill = new Bill();
    bill.add("", usage, prices);
    return bill.nanos();
  }

  /** All input tokens, cached or not; null if nobody knows. */
  public static @Nullable Long input(Usage usage) {
    return usage.input() == null
        ? null
        : (Long)
            (usage.input()
                + orZero(usage.cacheRead())
                + orZero(usage.cacheWrite5m())
                + orZero(usage.cacheWrite1h()));
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
