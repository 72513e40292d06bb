package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: finds the addresses of a host, tries each in turn, and secures what must be.
 */
final class Connector {
  /** The longest that one of several addresses is tried, so that a dead one leaves time. */
  private static final long SHARE = TimeUnit.SECONDS.toNanos(2);

  private final @Nullable SSLContext context;

  /** The context for TLS, or null for the JDK's own, which is then not loaded before needed. */
  Connector(@Nullable SSLContext context) {
    this.context = context;
  }

  /**
   * A connection whose socket the exchange's cancellation covers.
   *
   * @param admitted which of the addresses that the host has may be tried
   */
  Connection connect(Origin origin, Deadlines deadlines, Predicate<InetAddress> admitted)
      throws UpstreamFault {
    Deadlines.Wait wait = deadlines.connect();
    Cancellation cancellation = deadlines.cancellation;
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(origin.host());
    } catch (UnknownHostException e) {
      throw Faults.of(Kind.DNS, origin.host(), e, cancellation);
    }
    addresses = Stream.of(addresses).filter(admitted).toArray(InetAddress[]::new);
    if (addresses.length == 0) {
      throw new UpstreamFault(Kind.NOT_ADMITTED, origin.host(), null);
    }
    Socket raw = connect(origin, addresses, wait, cancellation);
    boolean done = false;
    try {
      raw.setTcpNoDelay(true);
      Socket socket =
          origin.secure() ? TlsHandshake.over(raw, origin, context, wait, cancellation) : raw;
      Connection connection = new Connection(origin, raw, socket);
      done = true;
      return connection;
    } catch (UpstreamFault e) {
      throw e;
    } catch (IOException e) {
      throw Faults.of(Kind.CONNECT_REFUSED, origin.host(), e, cancellation);
    } finally {
      if (!done) {
        drop(raw, cancellation);
      }
    }
  }

  private static Socket connect(
      Origin origin, InetAddress[] addresses, Deadlines.Wait wait, Cancellation cancellation)
      throws UpstreamFault {
    IOException last = new IOException("no address");
    for (int i = 0; i < addresses.length; i++) {
      boolean more = i + 1 < addresses.length;
      int millis = wait.millis();
      if (more) {
        millis = (int) Math.min(millis, TimeUnit.NANOSECONDS.toMillis(SHARE));
      }
      Socket socket = new Socket();
      if (!cancellation.covers(socket)) {
        throw Faults.cancelled(origin.host(), null);
      }
      try {
        socket.connect(new InetSocketAddress(addresses[i], origin.port()), millis);
        return socket;
      } catch (IOException e) {
        drop(socket, cancellation);
        last = e;
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    if (last instanceof SocketTimeoutException) {
      throw wait.fault(last);
    }
    throw Faults.of(Kind.CONNECT_REFUSED, origin.host(), last, cancellation);
  }

  private static void drop(Socket socket, Cancellation cancellation) {
    cancellation.release(socket);
    Connection.close(socket);
  }
}
