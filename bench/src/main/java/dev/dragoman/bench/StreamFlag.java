package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The question whether a request asks for a stream, answered without parsing all of it. */
final class StreamFlag {
  private static final byte[] KEY = "stream".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);

  private StreamFlag() {}

  /** Whether the outermost object of {@code json} has {@code "stream": true}. */
  static boolean isSet(byte[] json) {
    int depth = 0;
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> {
          int close = close(json, i + 1);
          if (depth == 1 && close - i - 1 == KEY.length && startsWith(json, i + 1, KEY)) {
            int colon = space(json, close + 1);
            if (colon < json.length && json[colon] == ':') {
              return startsWith(json, space(json, colon + 1), TRUE);
            }
          }
          i = close;
        }
        default -> {}
      }
    }
    return false;
  }

  private static int close(byte[] json, int from) {
    int i = from;
    while (i < json.length && json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private static int space(byte[] json, int from) {
    int i = from;
    while (i < json.length && json[i] <= ' ' && json[i] >= 0) {
      i++;
    }
    return i;
  }

  private static boolean startsWith(byte[] json, int from, byte[] word) {
    if (from + word.length > json.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (json[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
