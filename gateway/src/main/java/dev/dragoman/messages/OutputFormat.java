package dev.dragoman.messages;

import dev.dragoman.json.RawJson;

/**
 * The JSON Schema that an answer must keep to ({@code output_config.format}, formerly {@code
 * output_format}).
 */
public record OutputFormat(RawJson schema) {}
