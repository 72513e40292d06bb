package dev.dragoman.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A port whose backlog is full, so that no more connections to it are taken. */
final class FullServer implements AutoCloseable {
  private final List<Socket> waiting = new ArrayList<>();
  private final ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  FullServer() throws IOException {
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(full.getLocalSocketAddress(), 100);
      } catch (IOException e) {
        break;
      }
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + full.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    full.close();
    for (Socket socket : waiting) {
      socket.close();
    }
  }
}
