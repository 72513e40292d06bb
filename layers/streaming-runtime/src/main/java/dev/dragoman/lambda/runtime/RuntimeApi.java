package dev.dragoman.lambda.runtime;

import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One poller's side of the Lambda Runtime API: a connection that is kept for {@code next} and for
 * answers posted whole, and a new one for each streamed answer, which the platform wants closed
 * after it. Not thread safe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html">runtimes-custom</a>
 */
final class RuntimeApi implements Closeable {

  static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
  private static final String ROOT = "/2018-06-01/runtime/";

  /** A connection that lay idle for longer may be closed by now, and a post cannot be repeated. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final InetSocketAddress address;
  private @Nullable HttpConnection kept;
  private long usedAt;

  RuntimeApi(InetSocketAddress address) {
    this.address = address;
  }

  /** Waits for the next event, without limit. */
  Reply next() throws IOException {
    return exchange("GET", "invocation/next", null, null, new byte[0]);
  }

  /** Waits until the snapshot has been taken and this copy restored; leaves no connection open. */
  Reply restoreNext() throws IOException {
    close();
    try {
      return exchange("GET", "restore/next", null, null, new byte[0]);
    } finally {
      close();
    }
  }

  Reply respond(String invocation, String contentType, byte[] body) throws IOException {
    return exchange("POST", "invocation/" + invocation + "/response", contentType, null, body);
  }

  Reply invocationError(String invocation, String type, byte[] body) throws IOException {
    return exchange("POST", "invocation/" + invocation + "/error", "application/json", type, body);
  }

  Reply initError(String type, byte[] body) throws IOException {
    return exchange("POST", "init/error", "application/json", type, body);
  }

  Reply restoreError(String type, byte[] body) throws IOException {
    return exchange("POST", "restore/error", "application/json", type, body);
  }

  /** Connects for a streamed answer; nothing is written yet. */
  ChunkedPost stream(String invocation, String contentType) throws IOException {
    StringBuilder head = head("POST", "invocation/" + invocation + "/response", contentType);
    head.append("Lambda-Runtime-Function-Response-Mode: streaming\r\n")
        .append("Transfer-Encoding: chunked\r\n")
        .append("Trailer: " + ERROR_TYPE + ", " + ERROR_BODY + "\r\n")
        .append("Connection: close\r\n\r\n");
    return new ChunkedPost(new HttpConnection(address), latin(head));
  }

  private Reply exchange(
      String method,
      String path,
      @Nullable String contentType,
      @Nullable String errorType,
      byte[] body)
      throws IOException {
    StringBuilder head = head(method, path, contentType);
    if (errorType != null) {
      head.append(ERROR_TYPE + ": ").append(errorType).append("\r\n");
    }
    if (contentType != null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + 2 + body.length);
    request.write(latin(head.append("\r\n")));
    request.write(body);
    byte[] bytes = request.toByteArray();

    HttpConnection connection = connection();
    boolean reusable = false;
    try {
      connection.write(bytes, 0, bytes.length);
      Reply reply = connection.read();
      reusable = reply.keepAlive();
      return reply;
    } finally {
      usedAt = System.nanoTime();
      if (!reusable) {
        close();
      }
    }
  }

  private HttpConnection connection() throws IOException {
    if (kept != null && System.nanoTime() - usedAt > IDLE_NANOS) {
      close();
    }
    if (kept == null) {
      kept = new HttpConnection(address);
    }
    return kept;
  }

  private StringBuilder head(String method, String path, @Nullable String contentType) {
    StringBuilder head = new StringBuilder(512);
    head.append(method).append(' ').append(ROOT).append(path).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(address.getHostString()).append(':').append(address.getPort());
    head.append("\r\nUser-Agent: streaming-runtime\r\n");
    if (contentType != null) {
      head.append("Content-Type: ").append(contentType).append("\r\n");
    }
    return head;
  }

  private static byte[] latin(CharSequence head) {
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    HttpConnection connection = kept;
    kept = null;
    if (connection != null) {
      connection.close();
    }
  }
}
