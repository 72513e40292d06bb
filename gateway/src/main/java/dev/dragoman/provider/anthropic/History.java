package dev.dragoman.provider.anthropic;

import dev.dragoman.provider.Notes;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Takes from the messages what thinking a target cannot be shown, and unwraps the rest. */
final class History {
  private final Splice splice;
  private final JsonParser in;
  private final Thinking thinking;
  private final Notes notes;

  History(Splice splice, Thinking thinking, Notes notes) {
    this.splice = splice;
    this.in = splice.in();
    this.thinking = thinking;
    this.notes = notes;
  }

  /** Walks over the array of messages; one that is left empty goes as well. */
  void messages() {
    Splice.Members messages = splice.members();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int start = splice.start();
      messages.keep(start);
      boolean emptied = message();
      int end = (int) in.currentLocation().getByteOffset();
      if (emptied) {
        messages.dropKept(start, end);
      } else {
        messages.ended(end);
      }
    }
    messages.close();
  }

  private boolean message() {
    boolean emptied = false;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("content") && in.currentToken() == JsonToken.START_ARRAY) {
        emptied = content();
      } else {
        splice.pass();
      }
    }
    return emptied;
  }

  private boolean content() {
    Splice.Members blocks = splice.members();
    boolean dropped = false;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int start = splice.start();
      blocks.keep(start);
      boolean shown = block();
      int end = (int) in.currentLocation().getByteOffset();
      if (shown) {
        blocks.ended(end);
      } else {
        blocks.dropKept(start, end);
        dropped = true;
        notes.add("thinking", "not this model's or not signed, left out");
      }
    }
    return blocks.close() == 0 && dropped;
  }

  /** Whether the block may stay; unwraps its signature where it is wrapped. */
  private boolean block() {
    String type = "";
    String signature = "";
    int start = -1;
    int end = -1;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      boolean text = token == JsonToken.VALUE_STRING;
      if (text && name.equals("type")) {
        type = in.getString();
      } else if (text && (name.equals("signature") || name.equals("data"))) {
        start = splice.start();
        signature = in.getString();
        end = splice.pass();
      } else {
        splice.pass();
      }
    }
    if (!type.equals("thinking") && !type.equals("redacted_thinking")) {
      return true;
    }
    String shown = thinking.shown(signature);
    if (shown == null) {
      return false;
    }
    if (!shown.equals(signature)) {
      splice.replaceText(start, end, shown);
    }
    return true;
  }
}
