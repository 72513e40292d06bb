package dev.dragoman.admin;

import dev.dragoman.access.Access;
import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Policy;
import dev.dragoman.credential.Environment;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.routing.Mappings;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the management API works with.
 *
 * @param policy what the operator sets, as it is now
 * @param random for keys and ids; not guessable
 * @param environment of the gateway, for what models need of it that is no secret
 * @param mappingsChanged has this gateway read its mappings again
 * @param metrics what is measured, in Prometheus' text form; null where nothing is
 */
public record Office(
    Directory directory,
    AuditLog audit,
    Mappings mappings,
    UsageLedger ledger,
    Accounts accounts,
    Sums sums,
    Access access,
    Supplier<Policy> policy,
    ModelCatalogue models,
    InstantSource clock,
    RandomGenerator random,
    Environment environment,
    Runnable mappingsChanged,
    @Nullable Supplier<String> metrics) {
  /** One without an environment and without metrics. */
  public Office(
      Directory directory,
      AuditLog audit,
      Mappings mappings,
      UsageLedger ledger,
      Accounts accounts,
      Sums sums,
      Access access,
      Supplier<Policy> policy,
      ModelCatalogue models,
      InstantSource clock,
      RandomGenerator random) {
    this(
        directory,
        audit,
        mappings,
        ledger,
        accounts,
        sums,
        access,
        policy,
        models,
        clock,
        random,
        name -> null,
        () -> {},
        null);
  }
}
