package dev.dragoman.store;

import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.SharedHealth;
import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** A store in DynamoDB tables, which must exist. */
public final class DynamoStore implements Store {
  /** DynamoDB answers in milliseconds, so whoever waits for seconds waits for a dead connection. */
  private static final Duration CONNECT = Duration.ofSeconds(1);

  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final DynamoDbClient client;
  private final Mappings mappings;
  private final UsageLedger ledger;
  private final SharedHealth health;
  private final @Nullable NewestRequests newest;
  private final @Nullable Accounts accounts;

  /**
   * The tables of a store.
   *
   * @param mappings partition key {@code kind}, sort key {@code id}, both strings
   * @param usage partition key {@code id}, a string
   * @param traffic partition key {@code kind}, sort key {@code id}, both strings; its time-to-live
   *     attribute is {@code expires}. Null for a stack that has none: then a process knows only
   *     what it has seen itself, and nobody knows which request is the newest
   * @param access partition key {@code kind}, sort key {@code id}, both strings: keys, users,
   *     teams, budgets, and who changed what. Null for a stack that has none
   * @param accounts partition key {@code kind}, sort key {@code id}, both strings; its time-to-live
   *     attribute is {@code expires}: what limits are counted in, and sums. Null for a stack that
   *     has none
   * @param retention how long a usage record is kept, if {@code expires} is the table's
   *     time-to-live attribute; null for ever
   */
  public record Tables(
      String mappings,
      String usage,
      @Nullable String traffic,
      @Nullable String access,
      @Nullable String accounts,
      @Nullable Duration retention) {}

  /**
   * A store that calls through {@code client}, and closes it.
   *
   * @param random for waits and for tokens that tell one call from another; safe for many threads
   */
  public DynamoStore(DynamoDbClient client, Tables tables, RandomGenerator random) {
    this.client = client;
    this.mappings =
        new DynamoMappings(
            new DynamoTable(client, tables.mappings()), random, DynamoStore::sleepMillis);
    this.ledger =
        new DynamoLedger(new DynamoTable(client, tables.usage()), tables.retention(), random);
    String traffic = tables.traffic();
    DynamoTable told = traffic == null ? null : new DynamoTable(client, traffic);
    this.health = told == null ? new InMemoryHealth() : new DynamoHealth(told);
    this.newest = told == null ? null : new DynamoNewest(told);
    this.accounts =
        tables.accounts() == null
            ? null
            : new DynamoAccounts(
                new DynamoTable(client, tables.accounts()), random, DynamoStore::sleepMillis);
  }

  /**
   * A store with a client of its own; credentials come from the SDK's default chain. A call that
   * finds no service gives up within ten seconds; a post to accounts, or a draw that takes back
   * what it has drawn, within thirty.
   *
   * @param region null for the SDK's default chain
   * @param endpoint an address that stands in for the region's own
   */
  public static DynamoStore open(
      @Nullable String region, @Nullable URI endpoint, Tables tables, RandomGenerator random) {
    DynamoDbClientBuilder client =
        DynamoDbClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
            .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
    if (region != null) {
      client.region(Region.of(region));
    }
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    return new DynamoStore(client.build(), tables, random);
  }

  @Override
  public Mappings mappings() {
    return mappings;
  }

  @Override
  public SharedHealth health() {
    return health;
  }

  @Override
  public @Nullable NewestRequests newest() {
    return newest;
  }

  @Override
  public UsageLedger ledger() {
    return ledger;
  }

  /**
   * @throws IllegalStateException if the stack has no table of accounts
   */
  @Override
  public Accounts accounts() {
    if (accounts == null) {
      throw new IllegalStateException("there is no table of accounts");
    }
    return accounts;
  }

  @Override
  public void close() {
    client.close();
  }

  private static void sleepMillis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreFault.of("interrupted while waiting", e);
    }
  }
}
