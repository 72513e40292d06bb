package dev.dragoman.provider.converse;

import dev.dragoman.provider.Notes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes messages in which user and assistant take turns. Where a model refuses calls or results
 * beside other content, those stand in messages of their own, with a word of the other side
 * between.
 */
final class ConverseTurns {
  private final JsonGenerator out;
  private final boolean mixed;
  private final Notes notes;

  /** The role of the message that is open; empty before the first. */
  private String role = "";

  private boolean tools;

  ConverseTurns(JsonGenerator out, boolean mixed, Notes notes) {
    this.out = out;
    this.mixed = mixed;
    this.notes = notes;
  }

  /** Writes what {@code speaker} says next, which may be nothing. */
  void write(String speaker, List<Piece> pieces) {
    for (Piece piece : mixed || !speaker.equals("assistant") ? pieces : callsLast(pieces)) {
      if (!speaker.equals(role)) {
        open(speaker, piece.tools());
      } else if (!mixed && piece.tools() != tools) {
        notes.add("messages.content", "calls and results stand alone, as the model needs it");
        boolean user = speaker.equals("user");
        open(user ? "assistant" : "user", false);
        Piece.text(user ? "I have the results." : "Go on.").write(out);
        open(speaker, piece.tools());
      }
      piece.write(out);
    }
  }

  /** Results must stand right behind the calls, so nothing can stand between. */
  private List<Piece> callsLast(List<Piece> pieces) {
    List<Piece> ordered = new ArrayList<>(pieces.size());
    pieces.stream().filter(piece -> !piece.tools()).forEach(ordered::add);
    pieces.stream().filter(Piece::tools).forEach(ordered::add);
    if (!ordered.equals(pieces)) {
      notes.add("messages.content", "text behind tool calls moved before them");
    }
    return ordered;
  }

  void end() {
    if (!role.isEmpty()) {
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private void open(String speaker, boolean withTools) {
    end();
    out.writeStartObject();
    out.writeStringProperty("role", speaker);
    out.writeArrayPropertyStart("content");
    role = speaker;
    tools = withTools;
  }
}
