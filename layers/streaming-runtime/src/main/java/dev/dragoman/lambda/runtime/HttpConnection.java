package dev.dragoman.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection to the Runtime API, over a plain socket: the JDK's clients can send no
 * trailers. Reads have no time-out, since the platform may answer {@code next} after hours.
 */
final class HttpConnection implements Closeable {

  private static final int HEAD_LIMIT = 256 * 1024;
  private static final int CONNECT_MILLIS = 5_000;

  /**
   * A whole answer.
   *
   * @param headers by lower-case name
   * @param keepAlive whether the connection can be used again
   */
  record Reply(int status, Map<String, String> headers, byte[] body, boolean keepAlive) {
    @Nullable String header(String name) {
      return headers.get(name);
    }

    /** The body's beginning, on one line. */
    String excerpt() {
      int length = Math.min(body.length, 200);
      return new String(body, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpConnection(InetSocketAddress address) throws IOException {
    socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()), CONNECT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
      out = socket.getOutputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Reads the next answer that is not an interim one. */
  Reply read() throws IOException {
    while (true) {
      int[] budget = {HEAD_LIMIT};
      String[] status = line(budget).split(" ", 3);
      if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
        throw new ProtocolException("no HTTP status line");
      }
      int code = number(status[1], 10);
      Map<String, String> headers = fields(budget);
      if (code >= 200) {
        return reply(code, headers, status[0]);
      }
    }
  }

  private Reply reply(int code, Map<String, String> headers, String version) throws IOException {
    String length = headers.get("content-length");
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean keepAlive = !connection.contains("close") && !version.equals("HTTP/1.0");
    byte[] body;
    if (code == 204 || code == 304) {
      body = new byte[0];
    } else if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      body = chunks();
    } else if (length != null) {
      body = exactly(number(length, 10));
    } else {
      body = in.readAllBytes();
      keepAlive = false;
    }
    return new Reply(code, headers, body, keepAlive);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer was cut after " + bytes.length + " of " + length);
    }
    return bytes;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int[] budget = {HEAD_LIMIT};
    while (true) {
      int size = number(line(budget).split(";", 2)[0], 16);
      if (size == 0) {
        fields(budget);
        return body.toByteArray();
      }
      body.write(exactly(size));
      if (!line(budget).isEmpty()) {
        throw new ProtocolException("chunk without an end");
      }
      budget[0] = HEAD_LIMIT;
    }
  }

  private Map<String, String> fields(int[] budget) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (true) {
      String line = line(budget);
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim());
      }
    }
  }

  private String line(int[] budget) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the Runtime API closed the connection");
      }
      if (--budget[0] < 0) {
        throw new ProtocolException("the head of the answer is too long");
      }
      if (b == '\n') {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(b);
    }
  }

  private static int number(String digits, int radix) throws ProtocolException {
    try {
      int number = Integer.parseInt(digits.trim(), radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with the text.
    }
    throw new ProtocolException("no number: " + digits);
  }

  /** Lets a reply that is already under way be read, but does not wait longer than this. */
  void waitAtMost(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: whatever was worth saying went before.
    }
  }
}
