package dev.dragoman.upstream;

import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import dev.dragoman.wire.WireInput;
import dev.dragoman.wire.WireOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;

/** A connection to an origin, in use by one exchange or kept for the next. */
final class Connection {
  private static final int INPUT = 16 * 1024;
  private static final int OUTPUT = 8 * 1024;

  final Origin origin;
  final TimedInput timed;
  final WireInput in;

  /** When it was last put away, by both clocks of the pool. */
  long idleSinceNanos;

  long idleSinceMillis;

  /** The TCP socket, over which there may be TLS. */
  final Socket raw;

  /** What it is connected to. */
  final InetAddress address;

  private final WireOutput out;

  /** A connection over that socket, which is or is layered over the raw one. */
  Connection(Origin origin, Socket raw, Socket socket) throws IOException {
    this.origin = origin;
    this.raw = raw;
    this.address = raw.getInetAddress();
    this.timed = new TimedInput(raw, socket);
    this.in = new WireInput(timed, INPUT);
    this.out = new WireOutput(socket.getOutputStream(), OUTPUT);
  }

  /** Sends the request, in one write if it is small. */
  void send(UpstreamRequest request, Deadlines.Wait wait) throws IOException {
    head(request);
    timed.within(wait, () -> body(request.body()));
  }

  private void head(UpstreamRequest request) {
    out.text(request.method()).text(" ").text(target(request.uri())).text(" HTTP/1.1\r\n");
    Headers headers = request.headers();
    if (!headers.contains("host")) {
      out.field("host", origin.authority());
    }
    headers.forEach((name, value) -> {
      if (!isOurs(name)) {
        out.field(name, value);
      }
    });
    if (request.body().length > 0 || expectsBody(request.method())) {
      out.field("content-length", String.valueOf(request.body().length));
    }
  }

  private static boolean expectsBody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  private int body(byte[] octets) throws IOException {
    try (var body = out.bodyOfLength(octets.length)) {
      body.write(octets);
    }
    return octets.length;
  }

  private static String target(URI uri) {
    String ascii = uri.toASCIIString();
    URI escaped = ascii.length() == uri.toString().length() ? uri : URI.create(ascii);
    String path = escaped.getRawPath();
    String query = escaped.getRawQuery();
    return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /** Whether the field concerns the connection or the framing, and so is not the caller's. */
  private static boolean isOurs(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade" ->
          true;
      default -> false;
    };
  }

  /** Whether octets wait to be read that nobody asked for, as a peer may send before it closes. */
  boolean hasUnasked() {
    return in.buffered() > 0 || hasArrived();
  }

  /**
   * Whether the peer has ended it, which {@link #hasUnasked} cannot tell. The only way to know is
   * to read; nothing may be lost by that but what nobody asked for. Waits for a millisecond, the
   * least that a socket can wait for.
   */
  boolean isOver() {
    try {
      raw.setSoTimeout(1);
      raw.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return !waitsAgain();
    } catch (IOException e) {
      return true;
    }
  }

  private boolean waitsAgain() {
    try {
      raw.setSoTimeout(0);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether something has arrived at the socket. */
  boolean hasArrived() {
    try {
      return raw.getInputStream().available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Ends the connection at once, from any thread; TLS is not said goodbye to. */
  void close() {
    close(raw);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
