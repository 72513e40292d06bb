package dev.dragoman.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A scripted model server on loopback that speaks OpenAI's Chat Completions and Responses APIs over
 * HTTP/1.1 with kept connections. Every request gets the same bytes, encoded beforehand, each chunk
 * in a write of its own, so that what a gateway adds is all that differs.
 */
final class ScriptedUpstream implements AutoCloseable {
  private static final byte[] NOT_FOUND =
      Encoded.response(
          "404 Not Found", "{\"error\":{\"message\":\"no such path\",\"type\":\"not_found\"}}");

  private final ServerSocket listener;
  private final Script script;
  private final Map<String, Encoded> answers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedUpstream(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
    Encoded chat = script.chat();
    Encoded responses = script.responses();
    this.answers =
        Map.of(
            "POST /v1/chat/completions HTTP/1.1",
            chat,
            "POST /chat/completions HTTP/1.1",
            chat,
            "POST /v1/responses HTTP/1.1",
            responses,
            "POST /responses HTTP/1.1",
            responses);
  }

  /** Listens on {@code port} of the loopback address, or on any free one for 0. */
  static ScriptedUpstream start(int port, Script script) throws IOException {
    var listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1024);
    var upstream = new ScriptedUpstream(listener, script);
    Thread.ofPlatform().daemon().name("upstream-accept").start(upstream::accept);
    return upstream;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The base that a client of the API is given. */
  String base() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed: no more connections
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new HttpInput(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (var head = in.request(); head != null; head = in.request()) {
        answer(head.start(), in.readAll(), out);
        if (head.close()) {
          return;
        }
      }
    } catch (IOException e) {
      // the client went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private void answer(String request, byte[] body, OutputStream out)
      throws IOException, InterruptedException {
    Encoded answer = answers.get(request);
    if (answer == null) {
      out.write(NOT_FOUND);
      return;
    }
    sleep(script.firstMillis());
    if (!StreamFlag.isSet(body)) {
      out.write(answer.whole());
      return;
    }
    for (int i = 0; i < answer.streamed().size(); i++) {
      if (i > answer.firstText() && i < answer.firstText() + script.chunks()) {
        sleep(script.gapMillis());
      }
      out.write(answer.streamed().get(i));
    }
  }

  private static void sleep(int millis) throws InterruptedException {
    if (millis > 0) {
      Thread.sleep(millis);
    }
  }
}
