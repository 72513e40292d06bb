package dev.dragoman.provider;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends an answer where the first stop sequence of its request begins, for providers that do not end
 * it there themselves: nothing behind it is said on, and the answer says that it ended there. Text
 * that may yet become a stop sequence waits. What the provider generates behind one has its tokens
 * in the usage all the same.
 */
public final class StopSequences implements Deltas {
  /** What is noted where only the gateway knows the sequences. */
  public static final String CUT =
      "the answer is cut at them, what is generated behind them counts";

  private final List<String> sequences;
  private final Deltas out;
  private final StringBuilder held = new StringBuilder();
  private @Nullable String met;

  private StopSequences(List<String> sequences, Deltas out) {
    this.sequences = sequences;
    this.out = out;
  }

  /** {@code out}, with an answer that ends at these sequences. */
  public static Deltas over(List<String> sequences, Deltas out) {
    List<String> told = sequences.stream().filter(each -> !each.isEmpty()).toList();
    return told.isEmpty() ? out : new StopSequences(told, out);
  }

  @Override
  public void text(String text) {
    if (met != null) {
      return;
    }
    held.append(text);
    int first = held.length();
    for (String sequence : sequences) {
      int at = held.indexOf(sequence);
      if (at >= 0 && at < first) {
        first = at;
        met = sequence;
      }
    }
    say(met == null ? held.length() - waiting() : first);
    if (met != null) {
      held.setLength(0);
    }
  }

  /** How much of the end of the text is the beginning of a stop sequence. */
  private int waiting() {
    int most = 0;
    for (String sequence : sequences) {
      for (int n = Math.min(sequence.length() - 1, held.length()); n > most; n--) {
        if (sequence.startsWith(held.substring(held.length() - n))) {
          most = n;
        }
      }
    }
    return most;
  }

  private void say(int length) {
    if (length > 0) {
      out.text(held.substring(0, length));
      held.delete(0, length);
    }
  }

  /** Whether what comes next is still a part of the answer; the text before it is said then. */
  private boolean goesOn() {
    if (met == null) {
      say(held.length());
    }
    return met == null;
  }

  @Override
  public void thinking(String thinking) {
    if (goesOn()) {
      out.thinking(thinking);
    }
  }

  @Override
  public void signature(String signature) {
    if (goesOn()) {
      out.signature(signature);
    }
  }

  @Override
  public void toolCall(int slot, @Nullable String id, @Nullable String name) {
    if (goesOn()) {
      out.toolCall(slot, id, name);
    }
  }

  @Override
  public void toolArguments(int slot, String json) {
    if (goesOn()) {
      out.toolArguments(slot, json);
    }
  }

  @Override
  public void block(ContentBlock block) {
    if (goesOn()) {
      out.block(block);
    }
  }

  @Override
  public void citation(RawJson citation) {
    if (goesOn()) {
      out.citation(citation);
    }
  }

  @Override
  public void pass(StreamEvent.Passed event) {
    out.pass(event);
  }

  @Override
  public void usage(Usage total) {
    out.usage(total);
  }

  @Override
  public void stop(StopReason reason, @Nullable String sequence) {
    if (goesOn()) {
      out.stop(reason, sequence);
    } else {
      out.stop(StopReason.STOP_SEQUENCE, met);
    }
  }

  @Override
  public void note(String field, String what) {
    out.note(field, what);
  }
}
