package dev.dragoman.admin;

import dev.dragoman.json.Json;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** An answer, whole. */
record Answer(int status, String contentType, byte[] body) {
  /** What {@code writing} generates. */
  static Answer json(Consumer<JsonGenerator> writing) {
    return new Answer(200, "application/json", Json.bytes(writing));
  }

  /** An object with the fields that {@code fields} generates. */
  static Answer object(Consumer<Shape> fields) {
    return json(out -> {
      out.writeStartObject();
      fields.accept(new Shape(out));
      out.writeEndObject();
    });
  }

  /** A list of objects, each with the fields that {@code fields} writes of it. */
  static <T> Answer array(List<T> values, Shape.ObjectFields<T> fields) {
    return json(out -> new Shape(out).array(values, fields));
  }
}
