package dev.dragoman.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.OperatingSystemMXBean;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.upstream.UpstreamResponse;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What a bare relay costs: this client behind this server, in front of 64 chunks of text. Run one
 * of {@code source <microseconds between chunks>}, {@code relay <port>} and {@code load <port>
 * <requests>} in a virtual machine each; no test.
 */
final class RelayFigures {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Timeouts TIMEOUTS = new Timeouts(LONG, LONG, LONG, LONG);
  private static final byte[] CHUNK =
      ("data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(80) + "\"}}]}\n\n")
          .getBytes(ISO_8859_1);

  private RelayFigures() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "source" -> {
        long pause = 1000 * Long.parseLong(arguments[1]);
        serve((request, responder) -> source(pause, responder));
      }
      case "relay" -> {
        UpstreamClient client = new UpstreamClient(InstantSource.system());
        URI uri = uri(arguments[1]);
        serve((request, responder) -> relay(client, uri, request, responder));
      }
      default -> load(uri(arguments[1]), Integer.parseInt(arguments[2]));
    }
  }

  private static URI uri(String port) {
    return URI.create("http://127.0.0.1:" + port + "/v1");
  }

  private static void serve(Handler handler) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server =
        HttpServer.start(
            address,
            Limits.DEFAULT,
            (request, responder) -> {
              if (request.path().equals("/cpu")) {
                responder.whole(200, Headers.EMPTY, String.valueOf(cpu()).getBytes(ISO_8859_1));
              } else {
                handler.handle(request, responder);
              }
            },
            (status, message) -> new ErrorAnswer(Headers.EMPTY, message.getBytes(ISO_8859_1)));
    System.out.println(server.address().getPort());
  }

  /** The processor time of this virtual machine so far, in nanoseconds. */
  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void source(long pause, Responder responder) throws IOException {
    Headers headers = Headers.of("content-type", "text/event-stream");
    try (OutputStream out = responder.begin(200, headers)) {
      for (int i = 0; i < 64; i++) {
        out.write(CHUNK);
        out.flush();
        if (pause > 0) {
          LockSupport.parkNanos(pause);
        }
      }
    }
  }

  private static void relay(UpstreamClient client, URI uri, Request request, Responder responder)
      throws IOException {
    UpstreamRequest sent = new UpstreamRequest("POST", uri, Headers.EMPTY, request.body());
    try (UpstreamResponse response = client.open(sent, TIMEOUTS);
        OutputStream out = responder.begin(200, Headers.of("content-type", "text/event-stream"))) {
      InputStream body = response.body();
      byte[] buffer = new byte[16 * 1024];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        out.write(buffer, 0, count);
        if (body.available() == 0) {
          out.flush();
        }
      }
    }
  }

  private static void load(URI uri, int count) throws Exception {
    try (UpstreamClient client = new UpstreamClient(InstantSource.system())) {
      measure(client, uri, count);
      for (int round = 0; round < 3; round++) {
        long before = remoteCpu(client, uri);
        long[] first = measure(client, uri, count);
        double used = (remoteCpu(client, uri) - before) / 1e6 / count;
        Arrays.sort(first);
        System.out.printf(
            "one at a time: first text %.3f ms median, %.3f ms CPU a request; at 16: %.0f a second%n",
            first[count / 2] / 1e6, used, atOnce(client, uri, count));
      }
    }
  }

  private static long remoteCpu(UpstreamClient client, URI uri) throws IOException {
    UpstreamRequest request =
        new UpstreamRequest("GET", uri.resolve("/cpu"), Headers.EMPTY, new byte[0]);
    try (UpstreamResponse response = client.open(request, TIMEOUTS)) {
      return Long.parseLong(new String(response.bodyUpTo(100), ISO_8859_1));
    }
  }

  private static long[] measure(UpstreamClient client, URI uri, int count) throws Exception {
    long[] first = new long[count];
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < count; i++) {
                first[i] = once(client, uri);
              }
            });
    thread.join();
    return first;
  }

  /** One request; nanoseconds to the first text. */
  private static long once(UpstreamClient client, URI uri) {
    long start = System.nanoTime();
    UpstreamRequest request = new UpstreamRequest("POST", uri, Headers.EMPTY, new byte[1000]);
    try (UpstreamResponse response = client.open(request, TIMEOUTS)) {
      byte[] buffer = new byte[16 * 1024];
      InputStream body = response.body();
      int total = body.read(buffer);
      final long first = System.nanoTime() - start;
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        total += n;
      }
      if (total != 64 * CHUNK.length) {
        throw new IllegalStateException("something was lost: " + total);
      }
      return first;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double atOnce(UpstreamClient client, URI uri, int count) {
    AtomicInteger left = new AtomicInteger(count);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        threads.execute(() -> {
          while (left.decrementAndGet() >= 0) {
            once(client, uri);
          }
        });
      }
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }
}
