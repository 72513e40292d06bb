package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one answer: a reader of server-sent events that looks only for the script's
 * text, for the end mark and for an error.
 */
final class Answer {
  private static final byte[] DATA = "data:".getBytes(UTF_8);
  private static final byte[] WORD = "lorem".getBytes(UTF_8);
  private static final byte[] ERROR = "\"type\":\"error\"".getBytes(UTF_8);

  private final byte[] mark;
  private byte[] held = new byte[4096];
  private int holding;
  private int text;
  private boolean ended;
  private @Nullable String error;

  Answer(Form form) {
    mark = form.end().getBytes(UTF_8);
  }

  void reset() {
    holding = 0;
    text = 0;
    ended = false;
    error = null;
  }

  /** Takes some more of a streamed body. */
  void accept(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        if (holding == 0) {
          line(bytes, start, i);
        } else {
          hold(bytes, start, i);
          line(held, 0, holding);
          holding = 0;
        }
        start = i + 1;
      }
    }
    hold(bytes, start, length);
  }

  /** Takes a body that is not a stream. */
  void acceptWhole(byte[] body) {
    text = count(body, 0, body.length, WORD);
    ended = true;
  }

  /** Text chunks seen so far. */
  int text() {
    return text;
  }

  /** Why this answer, now that it is over, is not whole; null when it is. */
  @Nullable String fault(int chunks) {
    if (error != null) {
      return "error event: " + error;
    }
    if (!ended) {
      return "ended without its end mark after %d of %d chunks".formatted(text, chunks);
    }
    return text == chunks ? null : "has %d of %d chunks".formatted(text, chunks);
  }

  private void line(byte[] bytes, int from, int to) {
    if (!Arrays.equals(bytes, from, Math.min(to, from + DATA.length), DATA, 0, DATA.length)) {
      return;
    }
    int found = count(bytes, from, to, WORD);
    text += found;
    if (found == 0) {
      ended = ended || count(bytes, from, to, mark) > 0;
      if (error == null && count(bytes, from, to, ERROR) > 0) {
        error = new String(bytes, from, Math.min(200, to - from), UTF_8);
      }
    }
  }

  private void hold(byte[] bytes, int from, int to) {
    int more = to - from;
    if (holding + more > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, holding + more));
    }
    System.arraycopy(bytes, from, held, holding, more);
    holding += more;
  }

  private static int count(byte[] bytes, int from, int to, byte[] word) {
    int found = 0;
    for (int i = from; i + word.length <= to; i++) {
      if (bytes[i] == word[0] && Arrays.equals(bytes, i, i + word.length, word, 0, word.length)) {
        found++;
        i += word.length - 1;
      }
    }
    return found;
  }
}
