package dev.dragoman.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with an upstream that did not come to its end.
 *
 * <p>The message names the host and what happened, and never a header, a query or a body: it is
 * safe to show.
 */
public final class UpstreamFault extends IOException {
  /** What happened. */
  public enum Kind {
    /** The name of the host has no address. */
    DNS("could not be found"),
    /** None of its addresses may be connected to. */
    NOT_ADMITTED("has no address that may be connected to"),
    /** No connection: refused, or no way to the host. */
    CONNECT_REFUSED("refused the connection"),
    CONNECT_TIMEOUT("could not be connected to in time"),
    /** The handshake failed, or the certificate is not to be trusted for this host. */
    TLS("could not be connected to securely"),
    FIRST_BYTE_TIMEOUT("did not begin to answer in time"),
    FIRST_CONTENT_TIMEOUT("sent no content in time"),
    IDLE_TIMEOUT("fell silent in the middle of its answer"),
    TOTAL_TIMEOUT("did not end its answer in time"),
    /** The connection broke before the answer's end, which includes before its beginning. */
    CUT("broke the connection before its answer ended"),
    /** What was sent is not an HTTP/1.1 answer that can be read. */
    PROTOCOL("sent an answer that is not valid HTTP"),
    /** This side gave up: cancelled, closed, or its thread interrupted. */
    CANCELLED("was no longer waited for");

    private final String phrase;

    Kind(String phrase) {
      this.phrase = phrase;
    }

    /** Whether the upstream cannot have seen the request, so that it cannot have been charged. */
    public boolean beforeRequest() {
      return switch (this) {
        case DNS, NOT_ADMITTED, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS -> true;
        default -> false;
      };
    }
  }

  private final Kind kind;
  private final String host;

  UpstreamFault(Kind kind, String host, @Nullable Throwable cause) {
    this(kind, host, "", cause);
  }

  /** A fault with a detail, which must be words of this program and not of the upstream. */
  UpstreamFault(Kind kind, String host, String detail, @Nullable Throwable cause) {
    super(host + " " + kind.phrase + (detail.isEmpty() ? "" : ": " + detail), cause);
    this.kind = kind;
    this.host = host;
  }

  public Kind kind() {
    return kind;
  }

  public String host() {
    return host;
  }
}
