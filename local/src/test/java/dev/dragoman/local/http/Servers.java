package dev.dragoman.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.wire.HeadLimits;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Servers on free ports of the loopback, for tests. */
final class Servers {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Limits that tests can pass without sending much. */
  static final Limits SMALL =
      new Limits(new HeadLimits(1_000, 20, 4_000), 100_000, 2_000, LONG, LONG, LONG, LONG);

  private Servers() {}

  static HttpServer start(Limits limits, Handler handler) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return HttpServer.start(address, limits, handler, Servers::error);
  }

  private static ErrorAnswer error(int status, String message) {
    String json = "{\"status\":" + status + ",\"message\":\"" + message + "\"}";
    return new ErrorAnswer(
        Headers.of("content-type", "application/json"), json.getBytes(ISO_8859_1));
  }

  /** Says what was asked, with a length. */
  static void echo(Request request, Responder responder) throws IOException {
    String text = request + " " + request.query() + " " + new String(request.body(), ISO_8859_1);
    responder.whole(200, Headers.EMPTY, text.getBytes(ISO_8859_1));
  }

  /** Says the same in chunks, each flushed. */
  static void stream(Request request, Responder responder) throws IOException {
    try (OutputStream out = responder.begin(200, Headers.of("content-type", "text/plain"))) {
      for (int i = 0; i < 3; i++) {
        out.write(("part " + i + ";").getBytes(ISO_8859_1));
        out.flush();
      }
    }
  }
}
