package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.SharedHealth;
import org.jspecify.annotations.Nullable;

/** A database that holds what a gateway keeps. Safe for use by many threads at once. */
public interface Store extends AutoCloseable {
  /** The model mappings in this store. */
  Mappings mappings();

  /** The usage ledger in this store. */
  UsageLedger ledger();

  /** The accounts in this store. */
  default Accounts accounts() {
    throw new UnsupportedOperationException();
  }

  /** The sums of what is in the ledger of this store. */
  default Sums sums() {
    throw new UnsupportedOperationException();
  }

  /** Keys, users, teams and budgets in this store. */
  default Directory directory() {
    throw new UnsupportedOperationException();
  }

  /** Who changed what, in this store. */
  default AuditLog audit() {
    throw new UnsupportedOperationException();
  }

  /** What gateways tell each other of deployments, in this store. */
  SharedHealth health();

  /**
   * Which request of a conversation is the newest, in this store; null where that is not kept,
   * because whoever uses such a store is shown by a write that a client has left.
   */
  @Nullable NewestRequests newest();

  /** Lets the database go; what was written before stays. */
  @Override
  void close();
}
