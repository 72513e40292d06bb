package dev.dragoman.lambda.runtime;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * The event as a stream that lets go of its bytes once they are read: an event of some megabytes
 * must not lie in memory for as long as its answer streams.
 */
final class EventInput extends InputStream {

  private static final byte[] NONE = {};

  private byte[] bytes;
  private int at;

  EventInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public synchronized int read() {
    int value = at < bytes.length ? bytes[at++] & 0xff : -1;
    release();
    return value;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    release();
    return count == 0 ? -1 : count;
  }

  @Override
  public synchronized byte[] readAllBytes() {
    byte[] rest = at == 0 ? bytes : Arrays.copyOfRange(bytes, at, bytes.length);
    close();
    return rest;
  }

  @Override
  public synchronized int available() {
    return bytes.length - at;
  }

  @Override
  public synchronized void close() {
    bytes = NONE;
    at = 0;
  }

  private void release() {
    if (at == bytes.length) {
      close();
    }
  }
}
