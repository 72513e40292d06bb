package dev.dragoman.lambda.runtime;

import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A streamed answer on the wire: the request's head, chunks, and either a plain end or an end with
 * the two error trailers. The head goes out with the first chunk, in one write.
 */
final class ChunkedPost implements Closeable {

  private static final byte[] LAST = {'0', '\r', '\n'};

  private final HttpConnection connection;
  private byte[] pending;
  private boolean broken;

  ChunkedPost(HttpConnection connection, byte[] head) {
    this.connection = connection;
    this.pending = head;
  }

  /** Writes one chunk; an empty one would be the end, so {@code length} is positive. */
  void chunk(byte[] bytes, int length) throws IOException {
    byte[] size = ascii(Integer.toHexString(length) + "\r\n");
    byte[] wire = new byte[pending.length + size.length + length + 2];
    System.arraycopy(pending, 0, wire, 0, pending.length);
    System.arraycopy(size, 0, wire, pending.length, size.length);
    System.arraycopy(bytes, 0, wire, pending.length + size.length, length);
    wire[wire.length - 2] = '\r';
    wire[wire.length - 1] = '\n';
    write(wire);
  }

  /** Ends the answer and waits for the platform's verdict. */
  Reply end() throws IOException {
    return end("");
  }

  /** Ends the answer with the error's trailers and waits for the platform's verdict. */
  Reply end(String errorType, byte[] errorBody) throws IOException {
    String body = Base64.getEncoder().encodeToString(errorBody);
    return end(
        RuntimeApi.ERROR_TYPE
            + ": "
            + errorType
            + "\r\n"
            + RuntimeApi.ERROR_BODY
            + ": "
            + body
            + "\r\n");
  }

  private Reply end(String trailers) throws IOException {
    byte[] rest = ascii(trailers + "\r\n");
    byte[] wire = new byte[pending.length + LAST.length + rest.length];
    System.arraycopy(pending, 0, wire, 0, pending.length);
    System.arraycopy(LAST, 0, wire, pending.length, LAST.length);
    System.arraycopy(rest, 0, wire, pending.length + LAST.length, rest.length);
    write(wire);
    return connection.read();
  }

  private void write(byte[] wire) throws IOException {
    pending = new byte[0];
    broken = true;
    connection.write(wire, 0, wire.length);
    broken = false;
  }

  /** Whether a write failed half way, so that nothing more can be said on this connection. */
  boolean broken() {
    return broken;
  }

  /** The reply that the platform may have sent when it stopped reading. */
  Reply early() throws IOException {
    connection.waitAtMost(200);
    return connection.read();
  }

  @Override
  public void close() {
    connection.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
