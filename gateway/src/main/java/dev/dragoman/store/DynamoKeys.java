package dev.dragoman.store;

import dev.dragoman.access.Directory;
import dev.dragoman.access.Directory.Keys;
import dev.dragoman.access.VirtualKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The keys in a DynamoDB table, with {@code alias}, {@code user} and {@code team} beside the
 * document, and an item for each alias that one has: {@code kind} {@code alias}, {@code id} the
 * alias, {@code key} whose it is.
 *
 * <p>A key that gets, changes or loses its alias, or goes with one, is written in one transaction
 * with the items of its aliases. So there are never two of one alias, nor one that nobody has, not
 * for a moment and not after a call that broke off. It costs twice the units, and happens when
 * somebody works on keys, never when a request comes. Everything else is a single write.
 *
 * <p>The keys of a user or team are found by reading all keys: 1 unit for each 4 KB, about 250 for
 * a thousand keys. Nothing but the management API asks for them.
 */
final class DynamoKeys extends DynamoShelf<VirtualKey> implements Keys {
  private static final String ALIAS = "alias";
  private static final String KEY = "key";
  private static final String USER = "user";
  private static final String TEAM = "team";
  private static final int ATTEMPTS = 8;

  private final DynamoTransactions transactions;

  DynamoKeys(DynamoTransactions transactions) {
    super(EntryForm.KEY, transactions.table());
    this.transactions = transactions;
  }

  @Override
  DynamoItem item(VirtualKey key) {
    return super.item(key)
        .text(ALIAS, key.alias())
        .text(USER, key.userId())
        .text(TEAM, key.teamId());
  }

  @Override
  public boolean put(VirtualKey key) {
    Map<String, AttributeValue> item = item(key).attributes();
    String before = key.revision() == 1 ? null : text(look(key(KEY, key.id())), ALIAS);
    String alias = text(item, ALIAS);
    if (Objects.equals(before, alias)) {
      return super.put(key);
    }
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(write(key, item));
    if (alias != null) {
      writes.add(claim(alias, key.id()));
    }
    if (before != null) {
      writes.add(release(before, key.id()));
    }
    List<CancellationReason> failed = transactions.write(writes);
    return failed.isEmpty()
        || (DynamoTransactions.failed(failed.getFirst()) && isThis(key, failed.getFirst().item()));
  }

  /** {@inheritDoc} One that somebody changed after it was looked at is looked at again. */
  @Override
  public boolean remove(String id) {
    if (!Directory.HASH.matcher(id).matches()) {
      return false;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<String, AttributeValue> stored = look(key(KEY, id));
      AttributeValue revision = stored.get(REVISION);
      if (revision == null) {
        return false;
      }
      List<TransactWriteItem> writes = new ArrayList<>();
      writes.add(delete(key(KEY, id), REVISION, revision));
      String alias = text(stored, ALIAS);
      if (alias != null) {
        writes.add(release(alias, id));
      }
      if (transactions.write(writes).isEmpty()) {
        return true;
      }
    }
    throw table().unreachable("TransactWriteItems", "the key is being changed", null);
  }

  @Override
  public Optional<VirtualKey> findByAlias(String alias) {
    if (!Directory.isId(alias)) {
      return Optional.empty();
    }
    return Optional.ofNullable(text(look(key(ALIAS, alias)), KEY))
        .flatMap(this::find)
        .filter(key -> alias.equals(key.alias()));
  }

  @Override
  public List<VirtualKey> ofUser(String userId, @Nullable String after, int limit) {
    return some(USER, userId, after, limit);
  }

  @Override
  public List<VirtualKey> ofTeam(String teamId, @Nullable String after, int limit) {
    return some(TEAM, teamId, after, limit);
  }

  private TransactWriteItem write(VirtualKey key, Map<String, AttributeValue> item) {
    Put put =
        Put.builder()
            .tableName(table().name())
            .item(item)
            .conditionExpression(condition(key))
            .expressionAttributeNames(names(key))
            .expressionAttributeValues(values(key))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return TransactWriteItem.builder().put(put).build();
  }

  /** An alias that nobody has becomes this key's; one that it has stays. */
  private TransactWriteItem claim(String alias, String id) {
    Put put =
        Put.builder()
            .tableName(table().name())
            .item(new DynamoItem().text(KIND, ALIAS).text(ID, alias).text(KEY, id).attributes())
            .conditionExpression("attribute_not_exists(#id) OR #key = :key")
            .expressionAttributeNames(Map.of("#id", ID, "#key", KEY))
            .expressionAttributeValues(Map.of(":key", AttributeValue.fromS(id)))
            .build();
    return TransactWriteItem.builder().put(put).build();
  }

  private TransactWriteItem release(String alias, String id) {
    return delete(key(ALIAS, alias), KEY, AttributeValue.fromS(id));
  }

  /** Deletes an item if it is still so, or gone. */
  private TransactWriteItem delete(
      Map<String, AttributeValue> key, String attribute, AttributeValue value) {
    Delete delete =
        Delete.builder()
            .tableName(table().name())
            .key(key)
            .conditionExpression("attribute_not_exists(#id) OR #attribute = :value")
            .expressionAttributeNames(Map.of("#id", ID, "#attribute", attribute))
            .expressionAttributeValues(Map.of(":value", value))
            .build();
    return TransactWriteItem.builder().delete(delete).build();
  }

  private static @Nullable String text(Map<String, AttributeValue> item, String name) {
    AttributeValue text = item.get(name);
    return text == null ? null : text.s();
  }
}
