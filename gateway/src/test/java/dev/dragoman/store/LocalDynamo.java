package dev.dragoman.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local, in this process and in memory, behind a free port. It takes any credentials and
 * any region and gives all of them the same tables.
 */
public final class LocalDynamo implements AutoCloseable {
  /** The region that its clients name. */
  public static final String REGION = "us-east-1";

  private final DynamoDBProxyServer server;
  private final URI endpoint;
  private final DynamoDbClient client;
  private final AtomicInteger stores = new AtomicInteger();

  private LocalDynamo(DynamoDBProxyServer server, int port) {
    this.server = server;
    this.endpoint = URI.create("http://127.0.0.1:" + port);
    this.client = client(endpoint, UrlConnectionHttpClient.create());
  }

  /** A server that answers. */
  public static LocalDynamo start() {
    try {
      int port = freePort();
      String[] arguments = {
        "-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)
      };
      DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(arguments);
      server.start();
      return new LocalDynamo(server, port);
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not start", e);
    }
  }

  /** Where it answers. */
  public URI endpoint() {
    return endpoint;
  }

  /** A client of it, which it closes itself. */
  public DynamoDbClient client() {
    return client;
  }

  /** Tables that nobody else uses. */
  public DynamoStore.Tables tables(@Nullable Duration retention) {
    int number = stores.incrementAndGet();
    DynamoStore.Tables tables =
        new DynamoStore.Tables(
            "mappings-" + number,
            "usage-" + number,
            "traffic-" + number,
            "access-" + number,
            "accounts-" + number,
            retention);
    DynamoTables.create(client, tables);
    return tables;
  }

  /** An empty store in tables of its own. */
  public DynamoStore store() {
    return store(UrlConnectionHttpClient.create());
  }

  /** An empty store in tables of its own that calls through {@code http}. */
  public DynamoStore store(SdkHttpClient http) {
    return new DynamoStore(client(endpoint, http), tables(null), new Random(1));
  }

  /** A client, by {@code http}, of whatever answers at {@code endpoint}. */
  public static DynamoDbClient client(URI endpoint, SdkHttpClient http) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(http)
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
        .build();
  }

  /** A loopback port on which nobody listens. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not stop", e);
    }
  }
}
