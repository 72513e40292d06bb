package dev.dragoman.search;

import org.jspecify.annotations.Nullable;

/**
 * What is to be found.
 *
 * @param text in the words of the model
 * @param sites which pages count
 * @param country two letters (ISO 3166-1); null if it is not known
 */
public record SearchQuery(String text, Sites sites, @Nullable String country) {}
