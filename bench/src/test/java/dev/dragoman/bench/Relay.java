package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Objects;

/**
 * The least that could be called a gateway: it answers the Messages API with what the scripted
 * upstream says, one event a chunk, and translates no request.
 */
final class Relay implements AutoCloseable {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  private final ServerSocket listener;
  private final URI upstream;

  private Relay(ServerSocket listener, URI upstream) {
    this.listener = listener;
    this.upstream = upstream;
  }

  /** Runs it by hand: {@code PORT UPSTREAM_BASE}. */
  public static void main(String[] args) throws Exception {
    System.out.println("relay on " + start(Integer.parseInt(args[0]), args[1]).port());
    Thread.currentThread().join();
  }

  static Relay start(int port, String base) throws IOException {
    var listener = new ServerSocket(port, 1024, InetAddress.ofLiteral("127.0.0.1"));
    var relay = new Relay(listener, URI.create(base));
    Thread.ofPlatform().start(relay::accept);
    return relay;
  }

  int port() {
    return listener.getLocalPort();
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

  private void serve(Socket client) {
    try (client;
        var server = new Socket(upstream.getHost(), upstream.getPort())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      var in = new HttpInput(client.getInputStream());
      var answers = new HttpInput(server.getInputStream());
      for (var head = in.request(); head != null; head = in.request()) {
        in.readAll();
        if (head.start().startsWith("GET /health/readiness ")) {
          client.getOutputStream().write(Encoded.response("200 OK", "{}"));
        } else {
          server.getOutputStream().write(request());
          Objects.requireNonNull(answers.response());
          relay(answers, client.getOutputStream());
        }
      }
    } catch (IOException e) {
      // one side went away
    }
  }

  private byte[] request() {
    byte[] body = RequestBody.of(Form.CHAT, Shape.SMALL, "gpt-4o", true);
    String head =
        "POST %s/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n"
            .formatted(upstream.getPath(), body.length);
    return (head + new String(body, US_ASCII)).getBytes(US_ASCII);
  }

  private static void relay(HttpInput from, OutputStream to) throws IOException {
    to.write(HEAD.getBytes(US_ASCII));
    var lines = new StringBuilder();
    byte[] some = new byte[8192];
    for (int got = from.read(some, 0, some.length);
        got >= 0;
        got = from.read(some, 0, some.length)) {
      lines.append(new String(some, 0, got, US_ASCII));
      int start = 0;
      for (int end = lines.indexOf("\n"); end >= 0; end = lines.indexOf("\n", start)) {
        event(lines.substring(start, end), to);
        start = end + 1;
      }
      lines.delete(0, start);
    }
    to.write("0\r\n\r\n".getBytes(US_ASCII));
  }

  private static void event(String line, OutputStream to) throws IOException {
    String data =
        line.contains(Script.WORD)
            ? "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + Script.WORD
                + "\"}}"
            : line.contains("[DONE]") ? "{\"type\":\"message_stop\"}" : "";
    if (!data.isEmpty()) {
      String event = "data: " + data + "\n\n";
      to.write((Integer.toHexString(event.length()) + "\r\n" + event + "\r\n").getBytes(US_ASCII));
    }
  }
}
