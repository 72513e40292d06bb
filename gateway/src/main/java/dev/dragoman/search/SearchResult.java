package dev.dragoman.search;

import org.jspecify.annotations.Nullable;

/**
 * A page that was found.
 *
 * @param pageAge when it was last changed, as the search service says it; null if it does not
 * @param excerpt what of its text matters to the query; may be empty
 */
public record SearchResult(String url, String title, @Nullable String pageAge, String excerpt) {}
