package dev.dragoman.access;

/**
 * Whoever asks.
 *
 * @param keyHash SHA-256 of the key, in hex
 */
public record Caller(String keyHash) {}
