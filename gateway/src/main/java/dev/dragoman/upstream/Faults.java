package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import dev.dragoman.wire.WireFault;
import java.io.IOException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What an exception of a socket or a message means for an exchange. */
final class Faults {
  private Faults() {}

  static UpstreamFault of(IOException e, String host, boolean cancelled) {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      return new UpstreamFault(Kind.CANCELLED, host, e);
    }
    return switch (e) {
      case UpstreamFault fault -> fault;
      case WireFault fault when fault.kind() != WireFault.Kind.CUT ->
          new UpstreamFault(Kind.PROTOCOL, host, String.valueOf(fault.getMessage()), fault);
      case ZipException fault -> new UpstreamFault(Kind.PROTOCOL, host, "not proper gzip", fault);
      default -> new UpstreamFault(Kind.CUT, host, e);
    };
  }

  /** A fault of that kind, unless it came of this side having given up. */
  static UpstreamFault of(Kind kind, String host, Exception e, Cancellation cancellation) {
    boolean cancelled = cancellation.cancelled() || Thread.currentThread().isInterrupted();
    return new UpstreamFault(cancelled ? Kind.CANCELLED : kind, host, e);
  }

  static UpstreamFault cancelled(String host, @Nullable Throwable cause) {
    return new UpstreamFault(Kind.CANCELLED, host, cause);
  }

  static UpstreamFault protocol(String host, String detail) {
    return new UpstreamFault(Kind.PROTOCOL, host, detail, null);
  }
}
