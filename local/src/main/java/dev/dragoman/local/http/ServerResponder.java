package dev.dragoman.local.http;

import dev.dragoman.http.Responder;
import dev.dragoman.wire.BodyOutput;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.WireOutput;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The answer to one request on a connection: decides how its end is marked. */
final class ServerResponder implements Responder {
  private final WireOutput out;
  private final String method;
  private final int minor;
  private boolean keep;
  private boolean untilClose;
  private @Nullable BodyOutput body;

  /** An answer after which the connection is kept, if all else allows it. */
  ServerResponder(WireOutput out, String method, int minor, boolean keep) {
    this.out = out;
    this.method = method;
    this.minor = minor;
    this.keep = keep;
  }

  boolean begun() {
    return body != null;
  }

  /** Whether an answer was sent whole. */
  boolean ended() {
    return body != null && body.ended();
  }

  /** Whether the connection can take another request. */
  boolean keeps() {
    return keep;
  }

  /** Whether only the end of the connection tells the client where the answer ends. */
  boolean untilClose() {
    return untilClose;
  }

  @Override
  public OutputStream begin(int status, Headers headers) {
    if (body != null) {
      throw new IllegalStateException("an answer has begun already");
    }
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a final status: " + status);
    }
    boolean bodiless = status == 204 || status == 304;
    long length = length(headers);
    boolean chunked = length < 0 && minor == 1;
    untilClose = length < 0 && minor == 0 && !bodiless && !method.equals("HEAD");
    keep = keep && !untilClose && !headers.lists("connection", "close");
    String reason = Reasons.of(status);
    out.text("HTTP/1.1 ").text(String.valueOf(status)).text(" ").text(reason).text("\r\n");
    headers.forEach(this::field);
    if (length >= 0 && !bodiless) {
      out.field("content-length", String.valueOf(length));
    } else if (chunked && !bodiless) {
      out.field("transfer-encoding", "chunked");
    }
    if (!keep) {
      out.field("connection", "close");
    }
    BodyOutput begun =
        bodiless || method.equals("HEAD")
            ? out.noBody()
            : length >= 0
                ? out.bodyOfLength(length)
                : chunked ? out.chunkedBody() : out.bodyUntilClose();
    body = begun;
    return begun;
  }

  private void field(String name, String value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "connection", "content-length", "keep-alive", "transfer-encoding", "upgrade" -> {}
      default -> out.field(name, value);
    }
  }

  private static long length(Headers headers) {
    String value = headers.first("content-length");
    if (value == null) {
      return -1;
    }
    long length = Long.parseLong(value);
    if (length < 0) {
      throw new IllegalArgumentException("a length below zero");
    }
    return length;
  }
}
