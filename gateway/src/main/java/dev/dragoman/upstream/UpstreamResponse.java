package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import dev.dragoman.wire.BodyInput;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an upstream: its head, and a body that is still arriving. To be read and closed by
 * one thread; {@link #cancel} is for any.
 */
public final class UpstreamResponse implements AutoCloseable {
  /** How much of an unread rest is looked at to save the connection, if it has arrived already. */
  private static final int REST = 16 * 1024;

  /** How long the rest of what has arrived in part is waited for. */
  private static final long REST_WAIT = TimeUnit.MILLISECONDS.toNanos(10);

  private enum State {
    OPEN,
    CLOSED,
    CANCELLED
  }

  private final Connection connection;
  private final Watch watch;
  private final @Nullable Pool pool;
  private final Deadlines deadlines;
  private final ResponseHead head;
  private final BodyInput wire;
  private final InputStream body = new Body();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /** An answer whose connection goes to that pool when it can be kept, or to none. */
  UpstreamResponse(
      Connection connection,
      Watch watch,
      @Nullable Pool pool,
      Deadlines deadlines,
      ResponseHead head,
      BodyInput wire) {
    this.connection = connection;
    this.watch = watch;
    this.pool = pool;
    this.deadlines = deadlines;
    this.head = head;
    this.wire = wire;
  }

  /** 200 to 599. */
  public int status() {
    return head.status();
  }

  public Headers headers() {
    return head.headers();
  }

  /**
   * Says, on the reading thread, that what has been read holds content: from now on only the {@code
   * idle} and {@code total} time-outs rule, and {@code firstContent} no more. Only the caller knows
   * what is content, and what merely keeps the connection alive.
   */
  public void contentBegan() {
    deadlines.contentBegan();
  }

  /**
   * The octets of the body, as they are on the wire but for its framing.
   *
   * <p>A read gives all that has arrived, over chunks, and waits only when nothing has; {@code
   * available()} is what can be read without waiting. Its faults are {@link UpstreamFault}s, an
   * answer that was cut among them; -1 is the end that the upstream meant. To have the connection
   * kept, read until then. Closing the stream does nothing.
   */
  public InputStream body() {
    return body;
  }

  /**
   * What is left of the body, but no more than so many octets; for errors. Unlike {@link #body}, it
   * is decompressed if it came as gzip; another compression is left as it is.
   *
   * @throws UpstreamFault as reading does
   */
  public byte[] bodyUpTo(int limit) throws UpstreamFault {
    try {
      return plain().readNBytes(limit);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private InputStream plain() throws IOException {
    String coding = head.headers().first("content-encoding");
    boolean gzip = "gzip".equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding);
    return gzip && !wire.ended() ? new GZIPInputStream(body) : body;
  }

  /** Ends the exchange; its connection is kept if the body was read whole, and otherwise closed. */
  @Override
  public void close() {
    if (!state.compareAndSet(State.OPEN, State.CLOSED)) {
      return;
    }
    boolean ended = pool != null && !head.closes() && ends();
    boolean alive = watch.remove(connection.timed);
    alive &= deadlines.cancellation.release(connection.raw);
    if (pool != null && ended && alive && !connection.hasUnasked()) {
      connection.in.release();
      pool.keep(connection);
    } else {
      connection.close();
    }
  }

  /** Whether the body has ended, or does so with what has arrived. */
  private boolean ends() {
    long soon = System.nanoTime() + REST_WAIT;
    connection.timed.within(() -> new Deadlines.Wait(Kind.IDLE_TIMEOUT, host(), soon));
    try {
      byte[] scratch = new byte[0];
      int looked = 0;
      while (!wire.ended() && looked < REST) {
        if (wire.available() == 0 && !connection.hasArrived()) {
          return false;
        }
        scratch = scratch.length == 0 ? new byte[1024] : scratch;
        looked += Math.max(1, wire.read(scratch, 0, scratch.length));
      }
      return wire.ended();
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the exchange up, from any thread: a read that is waiting ends at once. */
  public void cancel() {
    if (state.compareAndSet(State.OPEN, State.CANCELLED)) {
      watch.remove(connection.timed);
      deadlines.cancellation.release(connection.raw);
      connection.close();
    }
  }

  private boolean over() {
    return state.get() != State.OPEN || deadlines.cancellation.cancelled();
  }

  private UpstreamFault fault(IOException e) {
    return Faults.of(e, host(), over());
  }

  private String host() {
    return connection.origin.host();
  }

  private final class Body extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws UpstreamFault {
      try {
        if (over()) {
          throw new IOException("read after the end of its exchange");
        }
        return wire.read(into, offset, length);
      } catch (IOException e) {
        throw fault(e);
      }
    }

    @Override
    public int available() throws IOException {
      return over() ? 0 : wire.available();
    }
  }
}
