package dev.dragoman.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that says exactly what it is told to. */
final class RawClient implements AutoCloseable {
  final Socket socket;

  RawClient(HttpServer server) throws IOException {
    InetSocketAddress address = server.address();
    this.socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** All that comes until that text has come. */
  String until(String text) throws IOException {
    StringBuilder got = new StringBuilder();
    while (got.indexOf(text) < 0) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new IOException("ended after: " + got);
      }
      got.append((char) octet);
    }
    return got.toString();
  }

  /** All that comes until the server ends the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
