package dev.dragoman.config;

import org.yaml.snakeyaml.error.Mark;

/**
 * A place in the file.
 *
 * @param line from 1
 * @param column in code points, from 1
 */
record Position(int line, int column) implements Comparable<Position> {
  static final Position START = new Position(1, 1);

  static Position of(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The place of the character at {@code index} of {@code text}. */
  static Position at(String text, int index) {
    int end = Math.clamp(index, 0, text.length());
    int lineStart = text.lastIndexOf('\n', end - 1) + 1;
    int line = 1 + (int) text.chars().limit(lineStart).filter(c -> c == '\n').count();
    return new Position(line, 1 + text.codePointCount(lineStart, end));
  }

  @Override
  public int compareTo(Position other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
