package dev.dragoman.store;

import dev.dragoman.json.Unicode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item to be written; an attribute that is null is left out. */
final class DynamoItem {
  private final Map<String, AttributeValue> attributes = new HashMap<>();

  DynamoItem text(String name, @Nullable String value) {
    if (value != null) {
      attributes.put(name, AttributeValue.fromS(Unicode.wellFormed(value)));
    }
    return this;
  }

  DynamoItem number(String name, @Nullable Number value) {
    if (value != null) {
      attributes.put(name, AttributeValue.fromN(Long.toString(value.longValue())));
    }
    return this;
  }

  DynamoItem bytes(String name, @Nullable SdkBytes value) {
    if (value != null) {
      attributes.put(name, AttributeValue.fromB(value));
    }
    return this;
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  Map<String, AttributeValue> attributes() {
    return Map.copyOf(attributes);
  }
}
