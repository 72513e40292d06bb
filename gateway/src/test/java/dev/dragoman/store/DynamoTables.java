package dev.dragoman.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The tables of a store as the stack makes them, for tests and `sam local`. */
public final class DynamoTables {
  private DynamoTables() {}

  /** Makes those that have names. */
  public static void create(DynamoDbClient client, DynamoStore.Tables tables) {
    client.createTable(keys(table(tables.mappings()), "kind", "id").build());
    client.createTable(usage(tables.usage()));
    Stream.of(tables.traffic(), tables.access(), tables.accounts())
        .filter(Objects::nonNull)
        .forEach(name -> client.createTable(keys(table(name), "kind", "id").build()));
  }

  private static CreateTableRequest usage(String name) {
    CreateTableRequest.Builder usage = keys(table(name), "id");
    List<AttributeDefinition> attributes = new ArrayList<>(usage.build().attributeDefinitions());
    attributes.add(attribute("shard", ScalarAttributeType.S));
    attributes.add(attribute("dueAt", ScalarAttributeType.N));
    attributes.add(attribute("startId", ScalarAttributeType.S));
    return usage
        .attributeDefinitions(attributes)
        .globalSecondaryIndexes(
            index("overdue", "dueAt", keysOnly -> keysOnly.projectionType("KEYS_ONLY")),
            index(
                "settled",
                "startId",
                payer ->
                    payer
                        .projectionType("INCLUDE")
                        .nonKeyAttributes("key", "user", "team", "session")))
        .streamSpecification(
            stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
        .build();
  }

  private static GlobalSecondaryIndex index(
      String name, String range, Consumer<Projection.Builder> projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(
            KeySchemaElement.builder().attributeName("shard").keyType(KeyType.HASH).build(),
            KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build())
        .projection(projection)
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static CreateTableRequest.Builder table(String name) {
    return CreateTableRequest.builder().tableName(name).billingMode(BillingMode.PAY_PER_REQUEST);
  }

  private static CreateTableRequest.Builder keys(
      CreateTableRequest.Builder table, String... names) {
    KeySchemaElement[] keys = new KeySchemaElement[names.length];
    AttributeDefinition[] attributes = new AttributeDefinition[names.length];
    for (int i = 0; i < names.length; i++) {
      KeyType type = i == 0 ? KeyType.HASH : KeyType.RANGE;
      keys[i] = KeySchemaElement.builder().attributeName(names[i]).keyType(type).build();
      attributes[i] = attribute(names[i], ScalarAttributeType.S);
    }
    return table.keySchema(keys).attributeDefinitions(attributes);
  }
}
