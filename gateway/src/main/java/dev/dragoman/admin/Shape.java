package dev.dragoman.admin;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.Dollars;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The fields of an object in an answer, written one after the other; null is written as null. */
record Shape(JsonGenerator out) {
  Shape text(String name, @Nullable String value) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, value);
    }
    return this;
  }

  Shape number(String name, @Nullable Long value) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, value);
    }
    return this;
  }

  /** Nano-dollars, in dollars. */
  Shape dollars(String name, @Nullable Long nanos) {
    if (nanos == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, Dollars.of(nanos));
    }
    return this;
  }

  Shape flag(String name, boolean value) {
    out.writeBooleanProperty(name, value);
    return this;
  }

  /** In ISO-8601. */
  Shape time(String name, @Nullable Instant value) {
    return text(name, value == null ? null : value.toString());
  }

  Shape texts(String name, List<String> values) {
    out.writeArrayPropertyStart(name);
    values.forEach(out::writeString);
    out.writeEndArray();
    return this;
  }

  Shape textMap(String name, Map<String, String> values) {
    out.writeObjectPropertyStart(name);
    values.forEach(out::writeStringProperty);
    out.writeEndObject();
    return this;
  }

  /** As they were sent. */
  Shape raws(String name, Map<String, RawJson> values) {
    out.writeObjectPropertyStart(name);
    values.forEach((field, value) -> {
      out.writeName(field);
      value.writeTo(out);
    });
    out.writeEndObject();
    return this;
  }

  /** An object with the fields that {@code fields} writes. */
  Shape object(String name, Consumer<Shape> fields) {
    out.writeObjectPropertyStart(name);
    fields.accept(this);
    out.writeEndObject();
    return this;
  }

  /** A list of objects, each with the fields that {@code fields} writes of it. */
  <T> Shape objects(String name, List<T> values, ObjectFields<T> fields) {
    out.writeName(name);
    array(values, fields);
    return this;
  }

  /** A list of objects that stands for itself. */
  <T> void array(List<T> values, ObjectFields<T> fields) {
    out.writeStartArray();
    for (T value : values) {
      out.writeStartObject();
      fields.write(value, this);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** What is written of a value. */
  @FunctionalInterface
  interface ObjectFields<T> {
    void write(T value, Shape shape);
  }
}
