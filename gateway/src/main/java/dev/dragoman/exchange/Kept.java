package dev.dragoman.exchange;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.SharedHealth;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway keeps in its store, by port.
 *
 * @param newest where clients that left show only by asking again; null where a write shows it
 */
public record Kept(
    Mappings mappings,
    UsageLedger ledger,
    Accounts accounts,
    Sums sums,
    Directory directory,
    AuditLog audit,
    SharedHealth health,
    @Nullable NewestRequests newest) {
  /** The same with one deployment alone, which nobody stands in for. */
  Kept with(Apart only) {
    return new Kept(only, ledger, accounts, sums, directory, audit, only, null);
  }

  /** The same with another ledger. */
  public Kept with(UsageLedger other) {
    return new Kept(mappings, other, accounts, sums, directory, audit, health, newest);
  }

  /** The same, where clients that left show by asking again. */
  Kept with(@Nullable NewestRequests other) {
    return new Kept(mappings, ledger, accounts, sums, directory, audit, health, other);
  }
}
