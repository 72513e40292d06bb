package dev.dragoman.exchange;

import dev.dragoman.http.Responder;
import dev.dragoman.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that keeps what it is told, and may leave. */
final class Recorded implements Responder {
  private final int leavesAfter;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> flushes = new ArrayList<>();
  private int status;
  private Headers headers = Headers.EMPTY;
  private boolean closed;

  Recorded() {
    this(Integer.MAX_VALUE);
  }

  /** A client that is gone after so many flushes. */
  Recorded(int leavesAfter) {
    this.leavesAfter = leavesAfter;
  }

  int status() {
    return status;
  }

  String header(String name) {
    String value = headers.first(name);
    return value == null ? "" : value;
  }

  Headers headers() {
    return headers;
  }

  String body() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** What was handed over at each flush. */
  List<String> flushes() {
    return flushes;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public OutputStream begin(int begun, Headers with) {
    if (status != 0) {
      throw new IllegalStateException("begun twice");
    }
    status = begun;
    headers = with;
    return new Stream();
  }

  private final class Stream extends OutputStream {
    private int flushed;

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void flush() throws IOException {
      if (flushes.size() >= leavesAfter) {
        throw new IOException("the client has gone");
      }
      String all = body();
      flushes.add(all.substring(flushed));
      flushed = all.length();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
