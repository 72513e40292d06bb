package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Makes a connection secure. On its own, so that plain HTTP loads nothing of TLS. */
final class TlsHandshake {
  private TlsHandshake() {}

  static Socket over(
      Socket raw,
      Origin origin,
      @Nullable SSLContext context,
      Deadlines.Wait wait,
      Cancellation cancellation)
      throws UpstreamFault {
    try (Watchdog watchdog = new Watchdog(raw, wait)) {
      try {
        SSLContext trusted = context == null ? SSLContext.getDefault() : context;
        SSLSocket socket =
            (SSLSocket)
                trusted.getSocketFactory().createSocket(raw, origin.host(), origin.port(), true);
        socket.setSSLParameters(parameters(socket.getSSLParameters(), origin.host()));
        socket.startHandshake();
        return socket;
      } catch (IOException e) {
        if (watchdog.fired()) {
          throw wait.fault(e);
        }
        throw Faults.of(Kind.TLS, origin.host(), e, cancellation);
      } catch (NoSuchAlgorithmException e) {
        throw new UpstreamFault(Kind.TLS, origin.host(), e);
      }
    }
  }

  private static SSLParameters parameters(SSLParameters parameters, String host) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    if (!isAddress(host)) {
      try {
        parameters.setServerNames(List.of(new SNIHostName(host)));
      } catch (IllegalArgumentException e) {
        // A name that DNS knows and SNI cannot say, such as one with an underscore at its end.
      }
    }
    return parameters;
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || Character.isDigit(host.charAt(host.length() - 1));
  }
}
