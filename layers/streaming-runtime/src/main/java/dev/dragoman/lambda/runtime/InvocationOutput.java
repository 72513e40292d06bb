package dev.dragoman.lambda.runtime;

import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one invocation.
 *
 * <pre>
 * WAITING ---first send---> STREAMING ---finish or fail---> ENDED
 *    |                          | a write fails
 *    | finish or fail           v
 *    +-----> ENDED          BROKEN (nothing more is sent; the connection is cut)
 * </pre>
 *
 * The state changes before the bytes that it stands for are written, so whatever happens in
 * between, an invocation is never answered twice.
 */
final class InvocationOutput extends StreamingOutput {

  static final int CHUNK = 32 * 1024;

  private enum State {
    WAITING,
    STREAMING,
    BROKEN,
    ENDED
  }

  private final RuntimeApi api;
  private final String invocation;

  private State state = State.WAITING;
  private byte[] buffer = new byte[1024];
  private int count;
  private boolean closed;
  private boolean whole;
  private @Nullable String contentType;
  private @Nullable ChunkedPost post;

  InvocationOutput(RuntimeApi api, String invocation) {
    this.api = api;
    this.invocation = invocation;
  }

  @Override
  public synchronized StreamingOutput contentType(String value) {
    mustWait();
    if (value.isBlank() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("no content type: " + value);
    }
    contentType = value;
    return this;
  }

  @Override
  public synchronized StreamingOutput buffered() {
    mustWait();
    whole = true;
    return this;
  }

  @Override
  public synchronized boolean begun() {
    return state != State.WAITING;
  }

  private void mustWait() {
    if (state != State.WAITING) {
      throw new IllegalStateException("the answer has begun");
    }
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    mustBeOpen();
    int at = offset;
    int left = length;
    while (left > 0) {
      int part = whole ? left : Math.min(left, CHUNK - count);
      makeRoom(part);
      System.arraycopy(bytes, at, buffer, count, part);
      count += part;
      at += part;
      left -= part;
      if (!whole && count == CHUNK) {
        send();
      }
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (closed) {
      return;
    }
    mustBeOpen();
    if (!whole) {
      send();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed && state != State.BROKEN) {
      flush();
    }
    closed = true;
  }

  private void mustBeOpen() throws IOException {
    if (state == State.BROKEN) {
      throw new IOException("the platform gave the invocation up");
    }
    if (closed) {
      throw new IOException("the answer is closed");
    }
  }

  private void makeRoom(int length) {
    if (buffer.length - count < length) {
      int doubled = Math.max(buffer.length * 2, count + length);
      buffer = Arrays.copyOf(buffer, whole ? doubled : Math.min(doubled, CHUNK));
    }
  }

  /** Sends what is held as one chunk, and opens the post if this is the first. */
  private void send() throws IOException {
    if (count == 0) {
      return;
    }
    ChunkedPost open = open();
    boolean sent = false;
    state = State.STREAMING;
    try {
      open.chunk(buffer, count);
      count = 0;
      sent = true;
    } catch (IOException e) {
      throw new IOException("the platform gave the invocation up" + early(open), e);
    } finally {
      if (!sent && open.broken()) {
        state = State.BROKEN;
        open.close();
      }
    }
  }

  private ChunkedPost open() throws IOException {
    ChunkedPost open = post;
    if (open == null) {
      open = api.stream(invocation, contentType == null ? HTTP_INTEGRATION : contentType);
      post = open;
    }
    return open;
  }

  private static String early(ChunkedPost open) {
    try {
      Reply reply = open.early();
      return ", it answered " + reply.status() + " " + reply.excerpt();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Ends the answer as the handler left it, and gives the platform's verdict. An answer without a
   * byte is posted whole.
   */
  synchronized Reply finish() throws IOException {
    closed = true;
    if (state == State.WAITING && (whole || count == 0)) {
      state = State.ENDED;
      byte[] body = Arrays.copyOf(buffer, count);
      return api.respond(invocation, contentType == null ? "application/json" : contentType, body);
    }
    if (state == State.WAITING || state == State.STREAMING) {
      try (ChunkedPost open = open()) {
        send();
        state = State.ENDED;
        return open.end();
      }
    }
    throw new IOException("the answer was cut short: the platform had given the invocation up");
  }

  /** Ends the answer with a fault: an error if nothing has gone out, else trailers. */
  synchronized Reply fail(Throwable fault) throws IOException {
    closed = true;
    if (state == State.WAITING) {
      state = State.ENDED;
      ErrorReport report = report(fault, Integer.MAX_VALUE);
      return api.invocationError(invocation, report.type(), report.body());
    }
    if (state == State.STREAMING) {
      try (ChunkedPost open = open()) {
        send();
        state = State.ENDED;
        ErrorReport report = report(fault, ErrorReport.TRAILER_LIMIT);
        return open.end(report.type(), report.body());
      }
    }
    throw new IOException("the fault could not be reported: the answer had been given up");
  }

  private static ErrorReport report(Throwable fault, int limit) {
    try {
      return limit == Integer.MAX_VALUE
          ? ErrorReport.of(ErrorReport.HANDLER, fault)
          : ErrorReport.of(ErrorReport.HANDLER, fault, limit);
    } catch (VirtualMachineError e) {
      return ErrorReport.bare(ErrorReport.HANDLER, e);
    }
  }
}
