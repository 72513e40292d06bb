package dev.dragoman.provider;

/** Follows JSON text piece by piece and tells when one object has come whole. */
public final class JsonExtent {
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean complete;
  private boolean excess;

  /** Reads the next piece. */
  public void read(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (complete) {
        excess |= c > ' ';
      } else if (inString) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        complete = depth == 0;
      }
    }
  }

  /** Whether the object has come whole and nothing behind it. */
  public boolean whole() {
    return complete && !excess;
  }

  /** Whether the object has come whole. */
  public boolean complete() {
    return complete;
  }
}
