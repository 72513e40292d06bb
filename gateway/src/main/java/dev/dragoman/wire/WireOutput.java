package dev.dragoman.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What leaves on one connection, message after message. A head waits in the buffer until there is
 * something of its body to go with it, or a flush. The buffer is there from a head's first octet to
 * the end of its message, and small until something larger waits: many messages are a head and
 * then, for long, small pieces.
 */
public final class WireOutput {
  private static final int SMALLEST = 2 * 1024;
  private static final byte[] NONE = {};

  private final OutputStream out;
  private final int capacity;
  byte[] buffer;

  /** Where the pending octets end; they start at 0. */
  int end;

  public WireOutput(OutputStream out, int capacity) {
    this.out = out;
    this.capacity = capacity;
    this.buffer = NONE;
  }

  /** Adds a start line, or the beginning of one, to the head. */
  public WireOutput text(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      buffer[end++] = (byte) (c > 0xff ? '?' : c);
    }
    return this;
  }

  /** Adds a header field to the head. */
  public WireOutput field(String name, String value) {
    return text(name).text(": ").text(value).text("\r\n");
  }

  /** Ends the head; its header fields must have said that the body comes in chunks. */
  public BodyOutput chunkedBody() {
    text("\r\n");
    return new ChunkedOutput(this);
  }

  /** Ends the head; its header fields must have said that length. */
  public BodyOutput bodyOfLength(long length) {
    text("\r\n");
    return new PlainOutput(this, length);
  }

  /** Ends the head; the body lasts until the connection is closed. */
  public BodyOutput bodyUntilClose() {
    text("\r\n");
    return new PlainOutput(this, Long.MAX_VALUE);
  }

  /** Ends the head of a message that has no body: what is written as one is dropped. */
  public BodyOutput noBody() {
    text("\r\n");
    return new NoOutput(this);
  }

  /** Sends what is pending, in one write. */
  public void flush() throws IOException {
    send(0, end);
  }

  void reserve(int more) {
    if (buffer.length - end < more) {
      buffer = Arrays.copyOf(buffer, Math.max(larger(), end + more));
    }
  }

  /** Sees to room for that much behind what is used, or for as much of it as there may be. */
  void grow(int used, int more) {
    if (buffer.length - used < more && buffer.length < capacity) {
      long wanted = Math.max(larger(), (long) used + more);
      buffer = Arrays.copyOf(buffer, (int) Math.min(capacity, wanted));
    }
  }

  private int larger() {
    return buffer.length == 0 ? Math.min(SMALLEST, capacity) : 2 * buffer.length;
  }

  /** Lets go of the buffer, between messages. */
  void release() {
    if (end == 0) {
      buffer = NONE;
    }
  }

  /** Sends a part of the buffer, and forgets all of it. */
  void send(int from, int to) throws IOException {
    end = 0;
    if (to > from) {
      out.write(buffer, from, to - from);
    }
  }

  /** Sends octets that were not buffered; nothing may be pending. */
  void sendDirectly(byte[] octets, int offset, int length) throws IOException {
    out.write(octets, offset, length);
  }
}
