package dev.dragoman.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A conditional update of one item. Expressions are written out in the program; attributes and
 * values enter them by placeholders alone.
 */
final class DynamoUpdate {
  private final List<String> sets = new ArrayList<>();
  private final List<String> removes = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  /** What {@code placeholder}, which begins with #, stands for. */
  DynamoUpdate name(String placeholder, String attribute) {
    names.put(placeholder, attribute);
    return this;
  }

  /** What {@code placeholder}, which begins with a colon, stands for. */
  DynamoUpdate value(String placeholder, long value) {
    values.put(placeholder, AttributeValue.fromN(Long.toString(value)));
    return this;
  }

  /** What {@code placeholder}, which begins with a colon, stands for. */
  DynamoUpdate value(String placeholder, String value) {
    values.put(placeholder, AttributeValue.fromS(value));
    return this;
  }

  DynamoUpdate set(String assignment) {
    sets.add(assignment);
    return this;
  }

  DynamoUpdate remove(String placeholder) {
    removes.add(placeholder);
    return this;
  }

  /** Holds with all the others. */
  DynamoUpdate when(String condition) {
    conditions.add("(" + condition + ")");
    return this;
  }

  /** It returns what it changed; where the condition does not hold, the whole item. */
  UpdateItemRequest of(String table, Map<String, AttributeValue> key) {
    String set = "SET " + String.join(", ", sets);
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key)
        .updateExpression(removes.isEmpty() ? set : set + " REMOVE " + String.join(", ", removes))
        .conditionExpression(String.join(" AND ", conditions))
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .returnValues(ReturnValue.UPDATED_NEW)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }
}
