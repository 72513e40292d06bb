package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ContentBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block of an answer while it arrives; only a tool call has an id and a name. */
final class Block {
  /** What it holds. */
  enum Kind {
    TEXT,
    THINKING,
    TOOL,
    /** Came at once, and is written as it is. */
    WHOLE
  }

  final Kind kind;
  final StringBuilder waiting = new StringBuilder();
  final StringBuilder signature = new StringBuilder();
  final JsonExtent extent = new JsonExtent();
  @Nullable String id;
  @Nullable String name;

  /** The name that was said again without an id once the input was whole. */
  @Nullable String nextName;

  final List<RawJson> citations = new ArrayList<>();

  /** What a whole block is. */
  final @Nullable ContentBlock content;

  int index = -1;
  boolean sentAny;

  /** Whether what comes next is another block, although it is of this kind or slot. */
  boolean over;

  boolean closed;

  /** Half a character, whose other half may come with the next piece. */
  private String half = "";

  Block(Kind kind) {
    this(kind, null);
  }

  private Block(Kind kind, @Nullable ContentBlock content) {
    this.kind = kind;
    this.content = content;
  }

  static Block whole(ContentBlock content) {
    return new Block(Kind.WHOLE, content);
  }

  boolean started() {
    return index >= 0;
  }

  /** Whether nothing more can come for it once something stands behind it. */
  boolean done() {
    return kind != Kind.TOOL || over || (name != null && extent.complete());
  }

  /** What has arrived up to the last whole character; half a one is kept for the next piece. */
  String whole(String more) {
    String piece = half + more;
    int end = piece.length();
    if (Character.isHighSurrogate(piece.charAt(end - 1))) {
      end--;
    }
    half = piece.substring(end);
    return Unicode.wellFormed(piece.substring(0, end));
  }

  /** The half character that nothing came to complete. */
  String rest() {
    String rest = half.isEmpty() ? "" : Unicode.wellFormed(half);
    half = "";
    return rest;
  }
}
