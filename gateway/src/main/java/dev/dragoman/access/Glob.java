package dev.dragoman.access;

import java.util.Comparator;

/** A name with stars, each of which stands for any text; without one it stands for itself. */
final class Glob {
  /** The most specific last: by its text beside the stars, then by how few they are. */
  static final Comparator<String> BY_PRECISION =
      Comparator.<String>comparingInt(pattern -> pattern.length() - stars(pattern))
          .thenComparing(Comparator.<String>comparingInt(Glob::stars).reversed())
          .thenComparing(Comparator.naturalOrder());

  private Glob() {}

  static boolean isOne(String pattern) {
    return pattern.indexOf('*') >= 0;
  }

  /**
   * In time that grows with the name, whatever the pattern is: each text is taken where it is
   * first.
   */
  static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    int last = pattern.lastIndexOf('*');
    int end = name.length() - (pattern.length() - last - 1);
    if (end < star || !name.startsWith(pattern.substring(0, star))) {
      return false;
    }
    int at = star;
    while (star < last) {
      int next = pattern.indexOf('*', star + 1);
      String text = pattern.substring(star + 1, next);
      int found = name.indexOf(text, at);
      if (found < 0 || found + text.length() > end) {
        return false;
      }
      at = found + text.length();
      star = next;
    }
    return name.startsWith(pattern.substring(last + 1), end);
  }

  private static int stars(String pattern) {
    return (int) pattern.chars().filter(c -> c == '*').count();
  }
}
