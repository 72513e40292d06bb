package dev.dragoman.lambda.emulator;

/** Something a runtime must not do. */
public final class ProtocolFault extends RuntimeException {
  ProtocolFault(String message) {
    super(message);
  }
}
