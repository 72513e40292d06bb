package dev.dragoman.store;

import dev.dragoman.ledger.UsageLedger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoLedgerTest extends UsageLedgerContract {
  private static LocalDynamo dynamo;

  @BeforeAll
  static void start() {
    dynamo = LocalDynamo.start();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @Override
  UsageLedger ledger() {
    return dynamo.store().ledger();
  }

  @Override
  List<UsageLedger> unreachable() {
    return List.of(Unreachable.dynamo().ledger());
  }
}
