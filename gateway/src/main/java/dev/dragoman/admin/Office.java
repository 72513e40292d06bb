package dev.dragoman.admin;

import dev.dragoman.access.Access;
import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Policy;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.routing.Mappings;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the management API works with.
 *
 * @param policy what the operator sets, as it is now
 * @param random for keys and ids; not guessable
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
    RandomGenerator random) {}
