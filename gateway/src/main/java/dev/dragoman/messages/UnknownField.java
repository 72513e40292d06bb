package dev.dragoman.messages;

import dev.dragoman.json.RawJson;

/**
 * A field that this gateway does not know, kept as it was sent.
 *
 * @param path where it stands, such as {@code messages.3.content.0.caller}
 */
public record UnknownField(String path, RawJson value) {
  /** The field's own name. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
