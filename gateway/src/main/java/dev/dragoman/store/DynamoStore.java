package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.SharedHealth;
import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
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
  private final @Nullable Directory directory;
  private final @Nullable AuditLog audit;
  private final @Nullable Accounts accounts;
  private final @Nullable Sums sums;

  /**
   * The tables of a store.
   *
   * @param mappings partition key {@code kind}, sort key {@code id}, both strings
   * @param usage partition key {@code id}, a string. Two indexes with partition key {@code shard},
   *     a string: {@code overdue}, sort key {@code dueAt}, a number, keys only; {@code settled},
   *     sort key {@code startId}, a string, with {@code key}, {@code user}, {@code team} and {@code
   *     session}
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
        new DynamoLedger(
            new DynamoTable(client, tables.usage()),
            tables.retention(),
            random,
            DynamoStore::sleepMillis);
    String traffic = tables.traffic();
    DynamoTable told = traffic == null ? null : new DynamoTable(client, traffic);
    this.health = told == null ? new InMemoryHealth() : new DynamoHealth(told);
    String accounts = tables.accounts();
    this.sums = accounts == null ? null : new DynamoSums(new DynamoTable(client, accounts));
    this.newest = told == null ? null : new DynamoNewest(told);
    String access = tables.access();
    DynamoTable known = access == null ? null : new DynamoTable(client, access);
    this.directory = known == null ? null : directory(known, random);
    this.audit = known == null ? null : new DynamoAudit(known);
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
   * @throws IllegalStateException if nobody says which region
   */
  public static DynamoStore open(
      @Nullable String region, @Nullable URI endpoint, Tables tables, RandomGenerator random) {
    return new DynamoStore(client(region, endpoint), tables, random);
  }

  /** A client as {@link #open} makes it. */
  static DynamoDbClient client(@Nullable String region, @Nullable URI endpoint) {
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
    try {
      return client.build();
    } catch (SdkClientException e) {
      throw new IllegalStateException("no client for DynamoDB: " + e.getMessage(), e);
    }
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
   * {@inheritDoc}
   *
   * @throws IllegalStateException if there is no table for them
   */
  @Override
  public Directory directory() {
    return there(directory, "DRAGOMAN_ACCESS_TABLE");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if there is no table for it
   */
  @Override
  public AuditLog audit() {
    return there(audit, "DRAGOMAN_ACCESS_TABLE");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if there is no table for them
   */
  @Override
  public Accounts accounts() {
    return there(accounts, "DRAGOMAN_ACCOUNTS_TABLE");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if there is no table for them
   */
  @Override
  public Sums sums() {
    return there(sums, "DRAGOMAN_ACCOUNTS_TABLE");
  }

  /** A partition for each kind of entry, and one for aliases of keys. */
  private static Directory directory(DynamoTable table, RandomGenerator random) {
    return new Shelves(
        new DynamoKeys(new DynamoTransactions(table, random, DynamoStore::sleepMillis)),
        new DynamoShelf<>(EntryForm.USER, table),
        new DynamoShelf<>(EntryForm.TEAM, table),
        new DynamoShelf<>(EntryForm.BUDGET, table));
  }

  private static <T> T there(@Nullable T port, String setting) {
    if (port == null) {
      throw new IllegalStateException(
          "this stack lacks a table: deploy the newer template, which sets " + setting);
    }
    return port;
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
