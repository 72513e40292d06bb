package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that answers every request with the same text, and then keeps or closes. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String answer;
  private final boolean closes;

  RawServer(String answer, boolean closes) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    this.answer = answer;
    this.closes = closes;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1/chat/completions";
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new HttpInput(socket.getInputStream());
      while (in.request() != null) {
        in.readAll();
        socket.getOutputStream().write(answer.getBytes(US_ASCII));
        if (closes) {
          return;
        }
      }
    } catch (IOException e) {
      // the client went away
    }
  }
}
