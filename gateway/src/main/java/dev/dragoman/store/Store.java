package dev.dragoman.store;

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
