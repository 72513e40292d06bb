package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import org.jspecify.annotations.Nullable;

/** A tool that the model may call. */
public sealed interface Tool {
  /** The name the model calls it by. */
  String name();

  /** Whether it is to be hidden until a tool search refers to it. */
  boolean deferLoading();

  /**
   * A tool of the client's.
   *
   * @param inputSchema a JSON Schema object
   * @param strict whether the model must keep to the schema; null if not said
   */
  record Custom(
      String name,
      @Nullable String description,
      RawJson inputSchema,
      boolean deferLoading,
      @Nullable Boolean strict,
      @Nullable CacheControl cacheControl)
      implements Tool {}

  /**
   * A tool of Anthropic's, named by a dated type such as {@code web_search_20250305}.
   *
   * @param raw the whole definition as it was sent
   */
  record Hosted(String type, String name, RawJson raw, boolean deferLoading) implements Tool {}
}
