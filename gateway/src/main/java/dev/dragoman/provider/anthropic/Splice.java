package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON value with pieces of it replaced, made in one walk over its tokens from front to back; all
 * bytes that are not replaced are copied as they are.
 */
final class Splice {
  private final RawJson source;
  private final JsonParser in;
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int start, int end, byte[] bytes) {}

  /** Over {@code source}, with {@link #in()} standing on its first token. */
  Splice(RawJson source) {
    this.source = source;
    this.in = source.parser();
    in.nextToken();
  }

  /** The walk; it never goes back. */
  JsonParser in() {
    return in;
  }

  /** Another walk, from the token on that this one stands on. */
  JsonParser here() {
    return source.from(start());
  }

  /** Where the token begins that the walk stands on. */
  int start() {
    return (int) in.currentTokenLocation().getByteOffset();
  }

  /** Passes over the value that the walk stands on, and says where it ended. */
  int pass() {
    JsonToken token = in.currentToken();
    if (token != null && token.isStructStart()) {
      in.skipChildren();
    } else {
      in.finishToken();
    }
    return (int) in.currentLocation().getByteOffset();
  }

  /** Puts {@code json} in place of the value that the walk stands on, and passes over that. */
  void replace(String json) {
    int start = start();
    replace(start, pass(), json);
  }

  /** Puts {@code text} in place of the string that the walk stands on. */
  void replaceText(String text) {
    int start = start();
    replaceText(start, pass(), text);
  }

  /** Puts {@code text} in place of a string. */
  void replaceText(int start, int end, String text) {
    replace(start, end, Json.text(out -> out.writeString(text)));
  }

  /** Puts {@code json} before all that was there at {@code place}. */
  void insertFirst(int place, String json) {
    edits.addFirst(new Edit(place, place, json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Puts {@code json} in place of what stands between. */
  void replace(int start, int end, String json) {
    edits.add(new Edit(start, end, json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a member, {@code first} or behind others, to the object whose end the walk stands on. */
  void append(String member, boolean first) {
    replace(start(), start(), first ? member : "," + member);
  }

  private void remove(int start, int end) {
    while (!edits.isEmpty() && edits.getLast().start() >= start) {
      edits.removeLast();
    }
    edits.add(new Edit(start, end, new byte[0]));
  }

  /** The value as it is now. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(source.length() + 256);
    int copied = 0;
    for (Edit edit : edits) {
      source.copyTo(out, copied, edit.start());
      out.writeBytes(edit.bytes());
      copied = edit.end();
    }
    source.copyTo(out, copied, source.length());
    return out.toByteArray();
  }

  /** The members, or elements, of what the walk has just entered, some of which are to go. */
  Members members() {
    return new Members();
  }

  /** Keeps the commas right while members go; told of each in its order. */
  final class Members {
    private final int open = start() + 1;
    private int end = open;
    private int kept;
    private boolean gone;

    /** The member that begins at {@code start} stays; said before anything inside it is edited. */
    void keep(int start) {
      if (kept == 0 && gone) {
        remove(open, start);
      }
      kept++;
    }

    /** What was kept last ends at {@code last}. */
    void ended(int last) {
      end = last;
    }

    /** The member that ends at {@code last}, and was not kept, goes. */
    void drop(int last) {
      gone = true;
      if (kept > 0) {
        remove(end, last);
      }
      end = last;
    }

    /** What was kept last, and begins at {@code start}, goes after all. */
    void dropKept(int start, int last) {
      kept--;
      gone = true;
      remove(kept > 0 ? end : start, last);
      end = last;
    }

    /** The end of all, with the walk on the closing bracket; says how many stay. */
    int close() {
      if (kept == 0 && gone) {
        remove(open, start());
      }
      return kept;
    }
  }
}
