package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's kept connection, opened when needed, with one request under way at a time. */
final class Connection implements AutoCloseable {
  private final Load load;
  private final byte[] request;
  private final Answer answer;
  private final byte[] buffer = new byte[64 << 10];
  private volatile @Nullable Wire wire;
  private volatile long startedAt;
  private volatile boolean late;

  private record Wire(Socket socket, HttpInput in, OutputStream out) {}

  /** A connection that will send {@code request}, head and body, each time. */
  Connection(Load load, byte[] request) {
    this.load = load;
    this.request = request;
    this.answer = new Answer(load.form());
  }

  /** The request's bytes: head and body. */
  static byte[] request(Load load, byte[] body) {
    byte[] head =
        """
        POST %s HTTP/1.1
        host: %s
        content-type: application/json
        content-length: %d
        authorization: Bearer %s
        x-api-key: %s
        anthropic-version: 2023-06-01

        """
            .formatted(
                load.url().getRawPath(),
                load.url().getRawAuthority(),
                body.length,
                load.key(),
                load.key())
            .replace("\n", "\r\n")
            .getBytes(US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** Sends the request and reads the answer to its end; a fault is a failed sample. */
  Sample exchange() {
    late = false;
    long start = System.nanoTime();
    startedAt = start;
    try {
      HttpInput.Head head = send();
      HttpInput in = current().in;
      Sample sample = head.status() == 200 ? read(in, start) : refusal(head, in);
      if (head.close() || (!head.chunked() && head.length() < 0)) {
        close();
      }
      return sample;
    } catch (IOException e) {
      close();
      return Sample.failed(
          late
              ? "no whole answer within " + load.timeoutSeconds() + " s"
              : e.getClass().getSimpleName() + ": " + e.getMessage() + seen());
    } finally {
      startedAt = 0;
    }
  }

  /** Gives up a request that is under way for longer than it may be. */
  void giveUpIfLate(long now) {
    long since = startedAt;
    if (since != 0 && now - since > TimeUnit.SECONDS.toNanos(load.timeoutSeconds())) {
      late = true;
      close();
    }
  }

  @Override
  public void close() {
    Wire closing = wire;
    wire = null;
    if (closing != null) {
      try {
        closing.socket.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }

  private HttpInput.Head send() throws IOException {
    answer.reset();
    boolean kept = wire != null;
    HttpInput.Head head = null;
    try {
      head = sendOnce();
    } catch (IOException e) {
      if (!kept || late) {
        throw e;
      }
    }
    if (head == null && kept && !late) {
      // The server had closed the kept connection before it took the request: once more on another.
      close();
      head = sendOnce();
    }
    if (head == null) {
      throw new EOFException("the connection closed before an answer");
    }
    return head;
  }

  private HttpInput.@Nullable Head sendOnce() throws IOException {
    Wire using = wire == null ? open() : current();
    using.out.write(request);
    return using.in.response();
  }

  private Wire open() throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(load.url().getHost(), load.port()));
      var opened =
          new Wire(socket, new HttpInput(socket.getInputStream()), socket.getOutputStream());
      wire = opened;
      return opened;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Wire current() throws IOException {
    Wire using = wire;
    if (using == null) {
      throw new IOException("closed");
    }
    return using;
  }

  private Sample read(HttpInput in, long start) throws IOException {
    if (!load.stream()) {
      byte[] body = in.readAll();
      answer.acceptWhole(body);
      long total = System.nanoTime() - start;
      return new Sample(total, total, answer.text(), body.length, answer.fault(load.chunks()));
    }
    long first = 0;
    long bytes = 0;
    for (int got = in.read(buffer, 0, buffer.length);
        got >= 0;
        got = in.read(buffer, 0, buffer.length)) {
      answer.accept(buffer, got);
      if (first == 0 && answer.text() > 0) {
        first = System.nanoTime() - start;
      }
      bytes += got;
    }
    long total = System.nanoTime() - start;
    return new Sample(first, total, answer.text(), bytes, answer.fault(load.chunks()));
  }

  private static Sample refusal(HttpInput.Head head, HttpInput in) throws IOException {
    String body = new String(in.readAll(), UTF_8).strip();
    return Sample.failed(
        (head.status() == 0 ? head.start() : head.status())
            + " "
            + body.substring(0, Math.min(200, body.length())));
  }

  private String seen() {
    return answer.text() == 0
        ? ""
        : " after %d of %d chunks".formatted(answer.text(), load.chunks());
  }
}
