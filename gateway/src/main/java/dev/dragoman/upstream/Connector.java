package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
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

  Connection connect(Origin origin, Deadlines.Wait wait) throws UpstreamFault {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(origin.host());
    } catch (UnknownHostException e) {
      throw new UpstreamFault(Kind.DNS, origin.host(), e);
    }
    Socket raw = connect(origin, addresses, wait);
    try {
      raw.setTcpNoDelay(true);
      Socket socket = origin.secure() ? TlsHandshake.over(raw, origin, context, wait) : raw;
      return new Connection(origin, raw, socket);
    } catch (UpstreamFault e) {
      Connection.close(raw);
      throw e;
    } catch (IOException e) {
      Connection.close(raw);
      throw new UpstreamFault(Kind.CONNECT_REFUSED, origin.host(), e);
    }
  }

  private static Socket connect(Origin origin, InetAddress[] addresses, Deadlines.Wait wait)
      throws UpstreamFault {
    IOException last = new IOException("no address");
    for (int i = 0; i < addresses.length; i++) {
      boolean more = i + 1 < addresses.length;
      int millis = wait.millis();
      if (more) {
        millis = (int) Math.min(millis, TimeUnit.NANOSECONDS.toMillis(SHARE));
      }
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(addresses[i], origin.port()), millis);
        return socket;
      } catch (IOException e) {
        Connection.close(socket);
        last = e;
        if (Thread.currentThread().isInterrupted()) {
          throw new UpstreamFault(Kind.CANCELLED, origin.host(), e);
        }
      }
    }
    throw last instanceof SocketTimeoutException
        ? wait.fault(last)
        : new UpstreamFault(Kind.CONNECT_REFUSED, origin.host(), last);
  }
}
