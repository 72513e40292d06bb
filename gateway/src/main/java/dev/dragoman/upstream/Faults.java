package dev.dragoman.upstream;

import dev.dragoman.upstream.UpstreamFault.Kind;
import dev.dragoman.wire.WireFault;
import java.io.IOException;
import java.util.zip.ZipException;

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

  static UpstreamFault protocol(String host, String detail) {
    return new UpstreamFault(Kind.PROTOCOL, host, detail, null);
  }
}
