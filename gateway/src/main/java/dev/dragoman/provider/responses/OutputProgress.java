package dev.dragoman.provider.responses;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.ToolNames;
import java.util.HashSet;
import java.util.Set;

/**
 * One output item while it arrives. Servers differ in what they say piece by piece and what only
 * whole: each thing is said on once, as soon as it is known.
 */
final class OutputProgress {
  private final int index;
  private final ToolNames names;
  private final StringBuilder text = new StringBuilder();
  private final Set<WebSearch.Citation> cited = new HashSet<>();
  private int part = -1;
  private boolean spoke;
  private boolean thought;
  private boolean called;
  private boolean argued;
  private boolean done;
  boolean refused;
  boolean searched;

  OutputProgress(int index, ToolNames names) {
    this.index = index;
    this.names = names;
  }

  void text(int content, String delta, Deltas out) {
    if (content != part) {
      part = content;
      text.setLength(0);
      cited.clear();
    }
    spoke |= !delta.isEmpty();
    text.append(delta);
    out.text(delta);
  }

  void citation(RawJson annotation, Deltas out) {
    WebSearch.Citation citation = WebSearch.Citation.read(annotation);
    if (citation == null) {
      out.note("citations", "one of another kind left out");
    } else if (cited.add(citation)) {
      out.citation(citation.of(text));
    }
  }

  /** Parts of a summary are paragraphs. */
  void thinking(int summary, String delta, Deltas out) {
    if (delta.isEmpty()) {
      return;
    }
    out.thinking(thought && summary != part ? "\n\n" + delta : delta);
    part = summary;
    thought = true;
  }

  void arguments(String delta, Deltas out) {
    argued |= !delta.isEmpty();
    out.toolArguments(index, delta);
  }

  /** All arguments at once, after their pieces or in place of them. */
  void allArguments(String whole, Deltas out) {
    if (called && !argued) {
      arguments(whole, out);
    }
  }

  void begin(OutputItem item, Deltas out) {
    if (item.type.equals("function_call") && !called) {
      called = true;
      out.toolCall(index, item.callId, names.toClient(item.name));
    }
  }

  void end(OutputItem item, Deltas out) {
    if (done) {
      return;
    }
    done = true;
    switch (item.type) {
      case "message" -> message(item, out);
      case "reasoning" -> reasoning(item, out);
      case "function_call" -> {
        begin(item, out);
        allArguments(item.arguments, out);
      }
      case "web_search_call" -> {
        searched = WebSearch.say(item, out);
      }
      default -> out.note("content", item.type.replaceAll("[^A-Za-z0-9_-]", "?") + " left out");
    }
  }

  private void message(OutputItem item, Deltas out) {
    boolean whole = !spoke;
    for (int i = 0; i < item.content.size(); i++) {
      OutputItem.Part each = item.content.get(i);
      refused |= each.refusal();
      if (whole) {
        text(i, each.text(), out);
      }
      if (whole || i == part) {
        each.annotations().forEach(annotation -> citation(annotation, out));
      }
    }
  }

  private void reasoning(OutputItem item, Deltas out) {
    if (!thought) {
      for (int i = 0; i < item.summary.size(); i++) {
        thinking(i, item.summary.get(i), out);
      }
    }
    if (!thought) {
      for (int i = 0; i < item.content.size(); i++) {
        thinking(i, item.content.get(i).text(), out);
      }
    }
    if (!item.encrypted.isEmpty()) {
      out.signature(new ReasoningItem(item.id, item.encrypted).signature());
    }
  }
}
