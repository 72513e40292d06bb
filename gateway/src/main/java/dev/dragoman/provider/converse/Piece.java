package dev.dragoman.provider.converse;

import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * A block of a Converse message, ready to be written.
 *
 * @param tools whether it is a call or a result, and no part of the talk
 */
record Piece(boolean tools, Consumer<JsonGenerator> writing) {
  static Piece talk(Consumer<JsonGenerator> writing) {
    return new Piece(false, writing);
  }

  static Piece text(String text) {
    return talk(out -> {
      out.writeStartObject();
      out.writeStringProperty("text", text);
      out.writeEndObject();
    });
  }

  /** The same, in whatever message {@code other} stands in. */
  Piece beside(Piece other) {
    return new Piece(other.tools, writing);
  }

  void write(JsonGenerator out) {
    writing.accept(out);
  }
}
