package dev.dragoman.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes of several items that happen together or not at all: for what people change, not for what
 * requests do, since two that meet on an item hinder each other. One that was hindered is sent
 * again after a growing, jittered wait. The SDK gives each a token of its own, so that one whose
 * answer was lost is not carried out twice.
 */
record DynamoTransactions(DynamoTable table, RandomGenerator random, LongConsumer sleepMillis) {
  private static final String FAILED = "ConditionalCheckFailed";
  private static final String NONE = "None";

  /** docs.aws.amazon.com, API reference, TransactWriteItems, "Cancellation reason codes". */
  private static final Set<String> PASSING =
      Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private static final int ATTEMPTS = 8;

  /** Why nothing was written: for each item in its order; empty if all was. */
  List<CancellationReason> write(List<TransactWriteItem> items) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        sleepMillis.accept(random.nextLong(10L << attempt, 20L << attempt));
      }
      TransactWriteItemsRequest request =
          TransactWriteItemsRequest.builder().transactItems(items).build();
      Optional<List<CancellationReason>> outcome =
          table.call("TransactWriteItems", () -> send(request));
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw table.unreachable("TransactWriteItems", "others stand in the way", null);
  }

  /** Whether an item's condition did not hold. */
  static boolean failed(CancellationReason reason) {
    return FAILED.equals(reason.code());
  }

  /** Empty for one that others hindered. */
  private Optional<List<CancellationReason>> send(TransactWriteItemsRequest request) {
    try {
      table.client().transactWriteItems(request);
      return Optional.of(List.of());
    } catch (TransactionCanceledException e) {
      List<CancellationReason> reasons = e.cancellationReasons();
      if (reasons.stream().anyMatch(DynamoTransactions::failed)) {
        return Optional.of(reasons);
      }
      boolean passing =
          reasons.stream()
              .map(CancellationReason::code)
              .allMatch(code -> code == null || code.equals(NONE) || PASSING.contains(code));
      if (passing) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
