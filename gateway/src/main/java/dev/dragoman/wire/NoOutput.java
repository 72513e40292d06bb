package dev.dragoman.wire;

import java.io.IOException;

/** No body, of a message that may not have one: what is written is dropped. */
final class NoOutput extends BodyOutput {
  NoOutput(WireOutput out) {
    super(out);
  }

  @Override
  void put(byte[] octets, int offset, int length) {}

  @Override
  void push() throws IOException {
    out.flush();
  }

  @Override
  void finish() throws IOException {
    out.flush();
  }
}
