package dev.dragoman.store;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.RouterSettings;
import java.util.ArrayList;
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
 * Model mappings in a DynamoDB table: partition key {@code kind}, always {@code routing}, so that
 * one Query reads everything; sort key {@code id}; JSON in {@code doc}:
 *
 * <pre>
 * deployment/ID   a deployment
 * settings        the router settings; none where nobody set any
 * policy          what the operator sets for all callers; likewise
 * </pre>
 *
 * <p>A config is replaced without a transaction. One takes 100 items at most, costs double, and
 * fails when anyone else writes one of them; and it is not needed: new deployments are written
 * first, then the settings and the policy, then old deployments go. So a reader in between sees
 * some of both and never fewer than what stays, and whichever settings it sees, the models that
 * they name (as fallbacks, say) are there. A call that broke off is completed by the next. Two that
 * run at once can leave the union of both under the settings of one, which the next one mends; only
 * what stood before a call began is removed by it, and only if it still is of a config then.
 *
 * <p>DynamoDB does not shield a Query from writes beside it: one that meets a replacement can see
 * deployments of before it and settings of after it, for as long as until the next reading.
 */
final class DynamoMappings implements Mappings {
  private static final String KIND = "kind";
  private static final String ROUTING = "routing";
  private static final String ID = "id";
  private static final String DEPLOYMENT = "deployment/";
  private static final String SETTINGS = "settings";
  private static final String POLICY = "policy";
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
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("#kind = :kind")
            .projectionExpression("#id, #doc")
            .expressionAttributeNames(Map.of("#kind", KIND, "#id", ID, "#doc", DOC))
            .expressionAttributeValues(Map.of(":kind", AttributeValue.fromS(ROUTING)))
            .build();
    return configured(
        table.call("Query", () -> table.client().queryPaginator(query).items().stream().toList()));
  }

  /** What a newer program wrote under another name is passed over. */
  private Configured configured(List<Map<String, AttributeValue>> items) {
    List<Deployment> deployments = new ArrayList<>();
    RouterSettings settings = RouterSettings.DEFAULT;
    Map<String, RawJson> policy = Map.of();
    for (Map<String, AttributeValue> item : items) {
      String id = text(item, ID);
      if (id.startsWith(DEPLOYMENT)) {
        deployments.add(DeploymentJson.read(text(item, DOC)));
      } else if (id.equals(SETTINGS)) {
        settings = SettingsJson.read(text(item, DOC));
      } else if (id.equals(POLICY)) {
        policy = PolicyJson.read(text(item, DOC));
      }
    }
    deployments.sort(ConfigChange.ORDER);
    return new Configured(deployments, settings, policy);
  }

  @Override
  public void put(Deployment deployment) {
    put(item(deployment));
  }

  private void put(Map<String, AttributeValue> item) {
    PutItemRequest put = PutItemRequest.builder().tableName(table.name()).item(item).build();
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
    Configured stored = load();
    ConfigChange change = ConfigChange.between(stored.deployments(), config.deployments());
    List<WriteRequest> puts =
        change.puts().stream()
            .map(DynamoMappings::item)
            .map(item -> PutRequest.builder().item(item).build())
            .map(put -> WriteRequest.builder().putRequest(put).build())
            .toList();
    for (int from = 0; from < puts.size(); from += BATCH) {
      write(puts.subList(from, Math.min(from + BATCH, puts.size())));
    }
    if (!stored.settings().byName().equals(config.settings().byName())) {
      put(item(SETTINGS, SettingsJson.write(config.settings())));
    }
    if (!stored.policy().equals(config.policy())) {
      put(item(POLICY, PolicyJson.write(config.policy())));
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
    return new DynamoItem().text(KIND, ROUTING).text(ID, DEPLOYMENT + id).attributes();
  }

  private static Map<String, AttributeValue> item(Deployment deployment) {
    return new DynamoItem()
        .text(KIND, ROUTING)
        .text(ID, DEPLOYMENT + deployment.id())
        .text("modelName", deployment.modelName())
        .text("provider", deployment.provider())
        .text(ORIGIN, deployment.origin().name())
        .text(DOC, DeploymentJson.write(deployment))
        .attributes();
  }

  private static Map<String, AttributeValue> item(String id, String doc) {
    return new DynamoItem().text(KIND, ROUTING).text(ID, id).text(DOC, doc).attributes();
  }

  private String text(Map<String, AttributeValue> item, String name) {
    AttributeValue text = item.get(name);
    if (text == null) {
      throw new IllegalStateException("table " + table.name() + ": an item has no " + name);
    }
    return text.s();
  }
}
