package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import dev.dragoman.wire.BodyInput;
import dev.dragoman.wire.HeadLimits;
import dev.dragoman.wire.ResponseHead;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The client through which every connection to a provider is opened: HTTP/1.1 (RFC 9112), plain or
 * over TLS, on blocking sockets. Safe for many threads; meant for virtual ones, where interrupting
 * a thread ends its exchange as {@link UpstreamResponse#cancel} does.
 *
 * <p>Connections are kept for up to 30 seconds and used again; one that its peer has ended is not,
 * where that is known. A server may close a kept one just as a request is sent on it: so when a
 * connection <em>that had served an earlier exchange</em> breaks (closed or reset, not timed out)
 * <em>before a single octet of an answer</em> came, the request is sent once more, on a new
 * connection. In that one case a server that took the request and died without a word may see it
 * twice. Nothing else is ever sent again; whether to begin another exchange is for those who use
 * this class.
 *
 * <p>Redirects are answers like any other. Interim answers (1xx) are skipped. Nothing is logged.
 */
public final class UpstreamClient implements AutoCloseable {
  private static final int MOST_INTERIM = 16;

  private final Connector connector;
  private final Pool pool;
  private final Watch watch = new Watch();

  /**
   * A client that trusts whom the JDK trusts.
   *
   * @param wallTime goes on while the process stands still, so that it tells how long connections
   *     have been idle
   */
  public UpstreamClient(InstantSource wallTime) {
    this(null, System::nanoTime, wallTime);
  }

  /** A client whose TLS is that context's. */
  public UpstreamClient(SSLContext context, InstantSource wallTime) {
    this(context, System::nanoTime, wallTime);
  }

  UpstreamClient(@Nullable SSLContext context, LongSupplier nanoTime, InstantSource wallTime) {
    this.connector = new Connector(context);
    this.pool = new Pool(nanoTime, wallTime);
  }

  /** {@link #open(UpstreamRequest, Timeouts, Cancellation)} of what nobody cancels. */
  public UpstreamResponse open(UpstreamRequest request, Timeouts timeouts) throws UpstreamFault {
    return open(request, timeouts, new Cancellation());
  }

  /** {@link #open(UpstreamRequest, Timeouts, Cancellation, Predicate)} of any address. */
  public UpstreamResponse open(
      UpstreamRequest request, Timeouts timeouts, Cancellation cancellation) throws UpstreamFault {
    return open(request, timeouts, cancellation, address -> true);
  }

  /**
   * Sends a request and waits for the head of its answer, of whatever status.
   *
   * @param admitted the addresses that may be connected to; it is asked of what the name came to,
   *     so that no name can lead elsewhere
   * @param cancellation ends the exchange when it is said, until the answer is closed; nothing is
   *     sent if it has been said already
   * @return the answer, which must be closed
   * @throws UpstreamFault when there is none that can be read: of kind {@code PROTOCOL} also when a
   *     successful answer is compressed, which nobody asked for
   */
  public UpstreamResponse open(
      UpstreamRequest request,
      Timeouts timeouts,
      Cancellation cancellation,
      Predicate<InetAddress> admitted)
      throws UpstreamFault {
    Origin origin = Origin.of(request.uri());
    Deadlines deadlines = new Deadlines(timeouts, origin.host(), cancellation);
    if (cancellation.cancelled()) {
      throw Faults.cancelled(origin.host(), null);
    }
    Connection kept = pool.take(origin, admitted);
    if (kept != null) {
      cover(kept, cancellation);
      UpstreamResponse response = exchange(kept, true, request, deadlines);
      if (response != null) {
        return response;
      }
    }
    Connection fresh = connector.connect(origin, deadlines, admitted);
    UpstreamResponse response = exchange(fresh, false, request, deadlines);
    if (response == null) {
      throw new IllegalStateException("a fresh connection is never stale");
    }
    return response;
  }

  /** Drops the kept connections; as after a restored snapshot, when their peers are long gone. */
  public void reset() {
    pool.clear();
  }

  /** Drops the kept connections and keeps none any more; exchanges under way go on. */
  @Override
  public void close() {
    pool.close();
  }

  int kept() {
    return pool.size();
  }

  private static void cover(Connection kept, Cancellation cancellation) throws UpstreamFault {
    if (!cancellation.covers(kept.raw)) {
      kept.close();
      throw Faults.cancelled(kept.origin.host(), null);
    }
  }

  /** One exchange up to the head of its answer, or null if a kept connection proved stale. */
  private @Nullable UpstreamResponse exchange(
      Connection connection, boolean reused, UpstreamRequest request, Deadlines deadlines)
      throws UpstreamFault {
    boolean answered = false;
    boolean done = false;
    watch.add(connection.timed);
    try {
      IOException unsent = send(connection, request, deadlines);
      Deadlines.Wait wait = deadlines.firstByte();
      connection.timed.within(() -> wait);
      answered = answered(connection, unsent);
      ResponseHead head = head(connection);
      UpstreamResponse response = response(connection, unsent == null, request, head, deadlines);
      done = true;
      return response;
    } catch (IOException e) {
      UpstreamFault fault =
          Faults.of(e, connection.origin.host(), deadlines.cancellation.cancelled());
      if (reused && !answered && fault.kind() == Kind.CUT) {
        return null;
      }
      throw fault;
    } finally {
      if (!done) {
        watch.remove(connection.timed);
        deadlines.cancellation.release(connection.raw);
        connection.close();
      }
    }
  }

  /** Sends the request; a failure is returned, since the server may have answered before it. */
  private static @Nullable IOException send(
      Connection connection, UpstreamRequest request, Deadlines deadlines) throws UpstreamFault {
    try {
      connection.send(request, deadlines.firstByte());
      return null;
    } catch (UpstreamFault e) {
      throw e;
    } catch (IOException e) {
      return e;
    }
  }

  private static boolean answered(Connection connection, @Nullable IOException unsent)
      throws IOException {
    if (connection.in.await()) {
      return true;
    }
    throw unsent != null ? unsent : new IOException("closed before an answer");
  }

  private static ResponseHead head(Connection connection) throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      ResponseHead head = ResponseHead.read(connection.in, HeadLimits.DEFAULT);
      if (!head.interim()) {
        return head;
      }
      if (head.status() == 101) {
        break;
      }
    }
    throw Faults.protocol(connection.origin.host(), "interim answers that were not asked for");
  }

  private UpstreamResponse response(
      Connection connection,
      boolean reusable,
      UpstreamRequest request,
      ResponseHead head,
      Deadlines deadlines)
      throws IOException {
    String coding = head.headers().first("content-encoding");
    boolean coded = coding != null && !coding.isEmpty() && !coding.equalsIgnoreCase("identity");
    if (coded && head.status() < 300) {
      throw Faults.protocol(connection.origin.host(), "compressed without being asked");
    }
    BodyInput body = head.body(request.method(), connection.in);
    connection.timed.within(deadlines::idle);
    return new UpstreamResponse(connection, watch, reusable ? pool : null, deadlines, head, body);
  }
}
