package dev.dragoman.store;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Model mappings in a DynamoDB table: partition key {@code kind}, sort key {@code id}, the
 * deployment as JSON in {@code doc}.
 *
 * <p>A config is replaced without a transaction. One takes 100 items at most, costs double, and
 * fails when anyone else writes one of them; and it is not needed: new deployments are written
 * before old ones go, so a reader in between sees some of both and never fewer than what stays, and
 * a call that broke off is completed by the next. Two that run at once can leave the union of both,
 * which the next one mends; only what stood before a call began is removed by it, and only if it
 * still is of a config then.
 */
final class DynamoMappings implements Mappings {
  private static final String KIND = "kind";
  private static final String DEPLOYMENT = "deployment";
  private static final String ID = "id";
  private static final String ORIGIN = "origin";
  private static final String DOC = "doc";

  /** The most that one BatchWriteItem takes. */
  private static final int BATCH = 25;

  /** How often what a batch left over is sent: about ten seconds in all. */
  private static final int ATTEMPTS = 9;

  private final DynamoTable table;
  private final RandomGenerator random;
  private final LongConsumer sleepMillis;

  DynamoMappings(DynamoTable table, RandomGenerator random, LongConsumer sleepMillis) {
    this.table = table;
    this.random = random;
    this.sleepMillis = sleepMillis;
  }

  @Override
  public Configured load() {
    return Configured.of(deployments());
  }

  private List<Deployment> deployments() {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("#kind = :kind")
            .projectionExpression("#doc")
            .expressionAttributeNames(Map.of("#kind", KIND, "#doc", DOC))
            .expressionAttributeValues(Map.of(":kind", AttributeValue.fromS(DEPLOYMENT)))
            .build();
    return table.call(
        "Query",
        () ->
            table.client().queryPaginator(query).items().stream()
                .map(item -> DeploymentJson.read(doc(item)))
                .sorted(ConfigChange.ORDER)
                .toList());
  }

  @Override
  public void put(Deployment deployment) {
    PutItemRequest put =
        PutItemRequest.builder().tableName(table.name()).item(item(deployment)).build();
    table.call("PutItem", () -> table.client().putItem(put));
  }

  /**
   * {@inheritDoc} It looks before it deletes: a delete whose answer was lost and that is sent again
   * finds nothing, and would deny what it did.
   */
  @Override
  public boolean remove(String id) {
    GetItemRequest get =
        GetItemRequest.builder()
            .tableName(table.name())
            .key(key(id))
            .consistentRead(true)
            .projectionExpression("#id")
            .expressionAttributeNames(Map.of("#id", ID))
            .build();
    if (!table.call("GetItem", () -> table.client().getItem(get)).hasItem()) {
      return false;
    }
    delete(DeleteItemRequest.builder().key(key(id)));
    return true;
  }

  @Override
  public void replaceConfig(Configured config) {
    ConfigChange change = ConfigChange.between(deployments(), config.deployments());
    List<WriteRequest> puts =
        change.puts().stream()
            .map(DynamoMappings::item)
            .map(item -> PutRequest.builder().item(item).build())
            .map(put -> WriteRequest.builder().putRequest(put).build())
            .toList();
    for (int from = 0; from < puts.size(); from += BATCH) {
      write(puts.subList(from, Math.min(from + BATCH, puts.size())));
    }
    change.removals().forEach(this::removeOfConfig);
  }

  /** Sends a batch, and what is left over of it again after a growing, jittered wait. */
  private void write(List<WriteRequest> batch) {
    List<WriteRequest> left = batch;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        sleepMillis.accept(random.nextLong(25L << attempt, 50L << attempt));
      }
      BatchWriteItemRequest request =
          BatchWriteItemRequest.builder().requestItems(Map.of(table.name(), left)).build();
      left =
          table
              .call("BatchWriteItem", () -> table.client().batchWriteItem(request))
              .unprocessedItems()
              .values()
              .stream()
              .flatMap(List::stream)
              .toList();
      if (left.isEmpty()) {
        return;
      }
    }
    throw table.unreachable("BatchWriteItem", left.size() + " items stay unprocessed", null);
  }

  private void removeOfConfig(String id) {
    try {
      delete(
          DeleteItemRequest.builder()
              .key(key(id))
              .conditionExpression("attribute_not_exists(#id) OR #origin = :config")
              .expressionAttributeNames(Map.of("#id", ID, "#origin", ORIGIN))
              .expressionAttributeValues(
                  Map.of(":config", AttributeValue.fromS(Origin.CONFIG.name()))));
    } catch (ConditionalCheckFailedException _) {
      // Since made anew otherwise: it stays.
    }
  }

  private void delete(DeleteItemRequest.Builder delete) {
    DeleteItemRequest request = delete.tableName(table.name()).build();
    table.call("DeleteItem", () -> table.client().deleteItem(request));
  }

  private static Map<String, AttributeValue> key(String id) {
    return new DynamoItem().text(KIND, DEPLOYMENT).text(ID, id).attributes();
  }

  private static Map<String, AttributeValue> item(Deployment deployment) {
    return new DynamoItem()
        .text(KIND, DEPLOYMENT)
        .text(ID, deployment.id())
        .text("modelName", deployment.modelName())
        .text("provider", deployment.provider())
        .text(ORIGIN, deployment.origin().name())
        .text(DOC, DeploymentJson.write(deployment))
        .attributes();
  }

  private String doc(Map<String, AttributeValue> item) {
    AttributeValue doc = item.get(DOC);
    if (doc == null) {
      throw new IllegalStateException("table " + table.name() + ": an item has no " + DOC);
    }
    return doc.s();
  }
}
