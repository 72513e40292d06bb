package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger;
import java.util.List;

class InMemoryLedgerTest extends UsageLedgerContract {
  @Override
  UsageLedger ledger() {
    return new InMemoryStore().ledger();
  }

  @Override
  List<UsageLedger> unreachable() {
    return List.of();
  }
}
