package dev.dragoman.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The one exception by which a store says that it cannot do now what it was asked. */
final class StoreFault {
  private StoreFault() {}

  static UncheckedIOException of(String message, @Nullable Throwable cause) {
    return new UncheckedIOException(message, new IOException(message, cause));
  }
}
