package dev.dragoman.bench;

import java.util.Locale;

/** How large a request is. */
enum Shape {
  /** One short question. */
  SMALL,
  /** What Claude Code begins with, 49 KB: a long system prompt, 14 tools and one message. */
  OPENING,
  /** A long coding session of about 150 KB: 24 tools and 40 turns that used one. */
  SESSION;

  static Shape of(String name) {
    return switch (name) {
      case "small" -> SMALL;
      case "opening" -> OPENING;
      case "session" -> SESSION;
      default ->
          throw new UsageException("a request is small, opening or session, not '" + name + "'");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
