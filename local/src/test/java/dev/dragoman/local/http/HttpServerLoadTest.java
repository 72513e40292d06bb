package dev.dragoman.local.http;

import static dev.dragoman.local.http.Servers.SMALL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dragoman.http.Handler;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server with many clients, with others' clients, with hostile ones, and as it stops. */
@Timeout(120)
class HttpServerLoadTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private final List<HttpServer> servers = new ArrayList<>();

  private HttpServer start(Handler handler) throws IOException {
    HttpServer server = Servers.start(SMALL, handler);
    servers.add(server);
    return server;
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (HttpServer server : servers) {
      server.stop(Duration.ZERO);
    }
  }

  private static URI uri(HttpServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  @Test
  void fiveHundredSlowStreamsRunAtOnce() throws Exception {
    int count = 500;
    CountDownLatch begun = new CountDownLatch(count);
    HttpServer server =
        start((request, responder) -> {
          try (OutputStream out = responder.begin(200, Headers.EMPTY)) {
            out.write('a');
            out.flush();
            begun.countDown();
            begun.await();
            out.write('z');
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        answers.add(
            clients.submit(() -> {
              try (RawClient client = new RawClient(server)) {
                return client.send(GET).until("0\r\n\r\n");
              }
            }));
      }
      for (Future<String> answer : answers) {
        assertTrue(answer.get().endsWith("1\r\na\r\n1\r\nz\r\n0\r\n\r\n"));
      }
    }
  }

  @Test
  void theClientOfTheJdkIsServed() throws Exception {
    HttpServer echo = start(Servers::echo);
    HttpServer stream = start(Servers::stream);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 20; i++) {
        HttpRequest post =
            HttpRequest.newBuilder(uri(echo, "/a?b"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(i * 1000)))
                .build();
        String answer = client.send(post, HttpResponse.BodyHandlers.ofString()).body();
        assertEquals("POST /a b " + "x".repeat(i * 1000), answer);
        HttpRequest get = HttpRequest.newBuilder(uri(stream, "/")).build();
        assertEquals(
            "part 0;part 1;part 2;", client.send(get, HttpResponse.BodyHandlers.ofString()).body());
      }
    }
  }

  @Test
  void curlIsServed() throws Exception {
    Path curl = Path.of("/usr/bin/curl");
    assumeTrue(Files.isExecutable(curl));
    HttpServer echo = start(Servers::echo);
    HttpServer stream = start(Servers::stream);
    String body = "x".repeat(5_000);
    String url = uri(echo, "/a").toString();
    assertEquals("POST /a null " + body, run(curl + " -sS -d " + body + " " + url));
    String chunked = " -sS -H Transfer-Encoding:chunked -d hi ";
    assertEquals("POST /a null hi", run(curl + chunked + url));
    assertEquals("part 0;part 1;part 2;", run(curl + " -sS " + uri(stream, "/")));
    assertEquals("part 0;part 1;part 2;", run(curl + " -sS --http1.0 " + uri(stream, "/")));
    assertTrue(run(curl + " -sSI " + url).startsWith("HTTP/1.1 200 OK"));
    Path large = Files.createTempFile("large", ".txt");
    try {
      Files.write(large, new byte[3_000_000]);
      String status = " -sS -o /dev/null -w %{http_code} --data-binary @";
      assertEquals("413", run(curl + status + large + " " + url));
    } finally {
      Files.delete(large);
    }
  }

  private static String run(String command) throws Exception {
    Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    process.waitFor();
    return output;
  }

  @Test
  void stoppingLetsExchangesEndAndClosesTheRest() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    HttpServer server =
        start((request, responder) -> {
          if (request.path().equals("/slow")) {
            OutputStream out = responder.begin(200, Headers.EMPTY);
            out.write("first".getBytes(ISO_8859_1));
            out.flush();
            asked.countDown();
            await(go);
            out.close();
          } else {
            Servers.echo(request, responder);
          }
        });
    try (RawClient idle = new RawClient(server);
        RawClient busy = new RawClient(server)) {
      idle.send(GET).until("null ");
      busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
      asked.await();
      Thread stopping = Thread.ofVirtual().start(() -> stop(server, Duration.ofSeconds(30)));
      assertEquals("", idle.rest());
      assertThrows(IOException.class, () -> new RawClient(server));
      go.countDown();
      assertTrue(busy.rest().endsWith("first\r\n0\r\n\r\n"));
      stopping.join();
    }
  }

  @Test
  void stoppingCutsWhatDoesNotEndWithinTheGrace() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HttpServer server =
        start((request, responder) -> {
          OutputStream out = responder.begin(200, Headers.EMPTY);
          out.write("first".getBytes(ISO_8859_1));
          out.flush();
          await(never);
        });
    try (RawClient busy = new RawClient(server)) {
      busy.send(GET).until("first");
      stop(server, Duration.ofMillis(100));
      assertEquals("\r\n", busy.rest());
    } finally {
      never.countDown();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void stop(HttpServer server, Duration grace) {
    try {
      server.stop(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void mutatedRequestsAreAnsweredOrEndedAndTheServerLives() throws Exception {
    Random random = new Random(7);
    HttpServer server = start(Servers::echo);
    List<Throwable> unhandled = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> unhandled.add(e));
    try {
      for (int i = 0; i < 1_500; i++) {
        try (RawClient client = new RawClient(server)) {
          client.send(mutated(random));
          client.socket.shutdownOutput();
          String answer = client.rest();
          assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 "), answer);
        }
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of(), unhandled);
    try (RawClient client = new RawClient(server)) {
      client.send(GET).until("null ");
    }
  }

  private static String mutated(Random random) {
    StringBuilder text =
        new StringBuilder(
            random.nextBoolean()
                ? "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + GET
                : "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;a\r\nhello\r\n0\r\nT: t\r\n\r\n"
                    + GET);
    for (int edits = random.nextInt(5); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.replace(at, at + 1, "0");
        case 1 -> text.insert(at, "\r\n :;,0f\0ÿ".charAt(random.nextInt(10)));
        case 2 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }
}
