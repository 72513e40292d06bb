package dev.dragoman.store;

import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.SharedHealth;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * A store in DynamoDB Local with what stands behind its stream. Each delivery delivers all since
 * the beginning, so each but the first is mostly one that comes again.
 */
final class Streamed implements Store {
  private final DynamoStore store;
  private final UsageStream stream;
  private final LocalStream records;

  Streamed(LocalDynamo dynamo, DynamoStore.Tables tables) {
    this.store = new DynamoStore(dynamo.client(), tables, new Random(1));
    this.stream =
        new UsageStream(
            new DynamoTable(dynamo.client(), Objects.requireNonNull(tables.accounts())));
    this.records = new LocalStream(dynamo, tables.usage());
  }

  /** What adds to the sums. */
  UsageStream stream() {
    return stream;
  }

  void deliver() {
    records
        .shards()
        .forEach((shard, batch) ->
            stream.add(
                shard,
                batch.stream()
                    .filter(record -> doc(record.dynamodb().newImage()) != null)
                    .map(Streamed::change)
                    .toList()));
  }

  private static UsageStream.Change change(Record record) {
    return new UsageStream.Change(
        record.dynamodb().sequenceNumber(),
        Objects.requireNonNull(record.dynamodb().keys().get("id")).s(),
        doc(record.dynamodb().oldImage()),
        Objects.requireNonNull(doc(record.dynamodb().newImage())));
  }

  private static @Nullable String doc(Map<String, AttributeValue> image) {
    AttributeValue doc = image.get("doc");
    return doc == null ? null : doc.s();
  }

  @Override
  public Mappings mappings() {
    return store.mappings();
  }

  @Override
  public UsageLedger ledger() {
    return store.ledger();
  }

  @Override
  public Sums sums() {
    return store.sums();
  }

  @Override
  public SharedHealth health() {
    return store.health();
  }

  @Override
  public @Nullable NewestRequests newest() {
    return store.newest();
  }

  @Override
  public void close() {
    records.close();
  }
}
