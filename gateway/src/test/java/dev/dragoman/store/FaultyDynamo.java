package dev.dragoman.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy before DynamoDB Local that does what the service can do and DynamoDB Local never does, by
 * chance from a seed: it says conflict, throttle or fault and passes nothing on; passes a request
 * on and drops the connection in place of the answer; answers late. Other processes can call it.
 */
public final class FaultyDynamo implements AutoCloseable {
  private static final Pattern TABLE = Pattern.compile("\"TableName\":\"([^\"]+)\"");

  private static final String TYPE = "com.amazonaws.dynamodb.v20120810#";

  /** Set by the client that sends it on, or belonging to one connection. */
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan");

  private static final List<Fault> REFUSALS =
      List.of(
          new Fault(400, "TransactionConflictException"),
          new Fault(400, "ProvisionedThroughputExceededException"),
          new Fault(400, "ThrottlingException"),
          new Fault(500, "InternalServerError"));

  private final URI real;
  private final Random random;
  private final Faults faults;
  private final HttpServer server;
  private final HttpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong injected = new AtomicLong();
  private final Map<String, Long> applied = new ConcurrentSkipListMap<>();

  /**
   * How probable what is, of 1.
   *
   * @param refused a fault is answered and nothing applied
   * @param lost the request is applied and the connection dropped
   * @param delayed the request waits before it is passed on
   * @param longest for how long at most
   */
  public record Faults(double refused, double lost, double delayed, Duration longest) {}

  private record Fault(int status, String type) {}

  private FaultyDynamo(URI real, long seed, Faults faults) throws IOException {
    this.real = real;
    this.random = new Random(seed);
    this.faults = faults;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** A proxy before {@code real}. */
  public static FaultyDynamo start(URI real, long seed, Faults faults) throws IOException {
    return new FaultyDynamo(real, seed, faults);
  }

  /** Where it answers. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests met a fault. */
  public long injected() {
    return injected.get();
  }

  /** How many calls were passed on, by what they do and to which table: {@code GetItem usage-1}. */
  public Map<String, Long> applied() {
    return new TreeMap<>(applied);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      double chance = random.nextDouble();
      if (chance < faults.refused()) {
        // A read meets no conflict: it does not wait for a transaction.
        int first = READS.contains(operation(exchange)) ? 1 : 0;
        refuse(exchange, REFUSALS.get(random.nextInt(first, REFUSALS.size())));
        return;
      }
      if (random.nextDouble() < faults.delayed()) {
        injected.incrementAndGet();
        Thread.sleep(random.nextLong(faults.longest().toMillis() + 1));
      }
      applied.merge(call(exchange, body), 1L, Long::sum);
      HttpResponse<byte[]> answer = ask(exchange, body);
      if (chance < faults.refused() + faults.lost()) {
        // To close an exchange that was not answered closes its connection.
        injected.incrementAndGet();
        return;
      }
      answer
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
              exchange.getResponseHeaders().put(name, values);
            }
          });
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String call(HttpExchange exchange, byte[] body) {
    Matcher table = TABLE.matcher(new String(body, StandardCharsets.UTF_8));
    return operation(exchange) + (table.find() ? " " + table.group(1) : "");
  }

  private static String operation(HttpExchange exchange) {
    String target = exchange.getRequestHeaders().getFirst("x-amz-target");
    return target.substring(target.indexOf('.') + 1);
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(real.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private void refuse(HttpExchange exchange, Fault fault) throws IOException {
    injected.incrementAndGet();
    String body = "{\"__type\":\"" + TYPE + fault.type() + "\",\"message\":\"injected\"}";
    exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.0");
    send(exchange, fault.status(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    client.close();
  }
}
