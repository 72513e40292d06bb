package dev.dragoman.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model name with stars in it, each of which stands for any text. As with greedy expressions, the
 * first star takes as much as it can.
 */
final class Wildcard {
  private final String text;

  /** What stands before, between and after the stars. */
  private final List<String> literals;

  /** How many characters are no star: the more, the more specific. */
  private final int literalLength;

  Wildcard(String text) {
    this.text = text;
    this.literals = Arrays.asList(text.split("\\*", -1));
    this.literalLength = text.length() - stars();
  }

  static boolean isOne(String name) {
    return name.indexOf('*') >= 0;
  }

  int literalLength() {
    return literalLength;
  }

  int stars() {
    return literals.size() - 1;
  }

  /** Whether it names a provider, or anything else before a slash. */
  boolean hasSlash() {
    return text.indexOf('/') >= 0;
  }

  /** What the stars stand for in {@code name}; null if it does not match. */
  @Nullable List<String> match(String name) {
    String first = literals.getFirst();
    String last = literals.getLast();
    if (stars() == 0) {
      return name.equals(text) ? List.of() : null;
    }
    if (name.length() < literalLength || !name.startsWith(first) || !name.endsWith(last)) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    int end = name.length() - last.length();
    for (int i = stars() - 1; i > 0; i--) {
      String literal = literals.get(i);
      int at = name.lastIndexOf(literal, end - literal.length());
      if (at < first.length()) {
        return null;
      }
      parts.addFirst(name.substring(at + literal.length(), end));
      end = at;
    }
    parts.addFirst(name.substring(first.length(), end));
    return parts;
  }

  /** The text with its stars replaced, as far as there are parts. */
  String filled(List<String> parts) {
    StringBuilder filled = new StringBuilder(literals.getFirst());
    for (int i = 1; i < literals.size(); i++) {
      filled.append(i <= parts.size() ? parts.get(i - 1) : "*").append(literals.get(i));
    }
    return filled.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
