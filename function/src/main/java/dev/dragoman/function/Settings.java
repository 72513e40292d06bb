package dev.dragoman.function;

import dev.dragoman.access.Access;
import dev.dragoman.credential.Environment;
import dev.dragoman.ledger.OperatingPrices;
import dev.dragoman.store.DynamoStore;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the environment of the function says.
 *
 * <ul>
 *   <li>{@code DRAGOMAN_MAPPINGS_TABLE}, {@code DRAGOMAN_USAGE_TABLE}: the tables; without both the
 *       demo model answers
 *   <li>{@code DRAGOMAN_TRAFFIC_TABLE}: the table of what functions tell each other; stacks from
 *       before there was one have none
 *   <li>{@code DRAGOMAN_ACCESS_TABLE}, {@code DRAGOMAN_ACCOUNTS_TABLE}: the tables of keys, users,
 *       teams and budgets, and of what limits are counted in; likewise
 *   <li>{@code DRAGOMAN_USAGE_DAYS}: how long usage records are kept; 0 or nothing is for ever
 *   <li>{@code DRAGOMAN_DYNAMODB_ENDPOINT}: an address that stands in for DynamoDB's own
 *   <li>{@code LITELLM_MASTER_KEY}: the key that admits
 *   <li>{@code AWS_LAMBDA_FUNCTION_MEMORY_SIZE}: Lambda's own, in MB: what a request costs beside
 *       its tokens is reckoned with it
 *   <li>{@code DRAGOMAN_OPERATING_PRICES}: prices that are not those of us-east-1, as {@code
 *       gb-second=0.0000166667 api-request=0.0000042}
 *   <li>{@code DRAGOMAN_LOG}: {@code debug} logs whole requests and answers
 * </ul>
 *
 * @param tables null where there are none
 * @param masterKey null if none can be used
 * @param refusal why the master key that is set cannot be used; null if it can, or none is set
 * @param operation what running the function costs; null where nobody says how large it is
 * @param streaming whether the runtime sends what is flushed
 * @param snapStart whether a snapshot of this process will be taken once it has started
 */
record Settings(
    DynamoStore.@Nullable Tables tables,
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable String masterKey,
    @Nullable String refusal,
    @Nullable OperatingPrices operation,
    boolean streaming,
    boolean snapStart,
    boolean debug) {

  static Settings of(Environment env) {
    String key = env.get("LITELLM_MASTER_KEY");
    String refusal = key == null || key.isBlank() ? null : refusal(key);
    String endpoint = text(env, "DRAGOMAN_DYNAMODB_ENDPOINT");
    return new Settings(
        tables(env, endpoint != null),
        text(env, "AWS_REGION"),
        endpoint == null ? null : URI.create(endpoint),
        refusal == null ? text(env, "LITELLM_MASTER_KEY") : null,
        refusal,
        operation(env),
        "1".equals(env.get("STREAMING_RUNTIME")),
        "snap-start".equals(env.get("AWS_LAMBDA_INITIALIZATION_TYPE")),
        "debug".equalsIgnoreCase(env.get("DRAGOMAN_LOG")));
  }

  private static DynamoStore.@Nullable Tables tables(Environment env, boolean endpoint) {
    String mappings = text(env, "DRAGOMAN_MAPPINGS_TABLE");
    String usage = text(env, "DRAGOMAN_USAGE_TABLE");
    String traffic = text(env, "DRAGOMAN_TRAFFIC_TABLE");
    String access = text(env, "DRAGOMAN_ACCESS_TABLE");
    String accounts = text(env, "DRAGOMAN_ACCOUNTS_TABLE");
    if (Stream.of(mappings, usage, traffic, access, accounts).allMatch(Objects::isNull)) {
      return null;
    }
    if (mappings == null || usage == null) {
      throw new IllegalArgumentException(
          "set both of DRAGOMAN_MAPPINGS_TABLE and DRAGOMAN_USAGE_TABLE, or neither; and"
              + " DRAGOMAN_TRAFFIC_TABLE, DRAGOMAN_ACCESS_TABLE and DRAGOMAN_ACCOUNTS_TABLE only"
              + " with both");
    }
    // "sam local" gives a template's !Ref as the resource's own name, and makes no table.
    boolean unmade = "true".equals(env.get("AWS_SAM_LOCAL")) && mappings.equals("MappingsTable");
    return unmade && !endpoint
        ? null
        : new DynamoStore.Tables(mappings, usage, traffic, access, accounts, retention(env));
  }

  private static @Nullable Duration retention(Environment env) {
    String days = text(env, "DRAGOMAN_USAGE_DAYS");
    if (days == null || days.equals("0")) {
      return null;
    }
    if (!days.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException(
          "DRAGOMAN_USAGE_DAYS must be a number of days from 0 to 99999");
    }
    return Duration.ofDays(Long.parseLong(days));
  }

  private static @Nullable OperatingPrices operation(Environment env) {
    String memory = text(env, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    if (memory == null || !memory.matches("\\d{1,6}")) {
      return null;
    }
    boolean arm = "aarch64".equals(System.getProperty("os.arch"));
    OperatingPrices prices = OperatingPrices.usEast1(Integer.parseInt(memory), arm);
    String others = text(env, "DRAGOMAN_OPERATING_PRICES");
    return others == null ? prices : prices.with(others);
  }

  private static @Nullable String refusal(String key) {
    return key.startsWith("{{resolve:")
        ? "the master key is a reference that nobody resolved: set LITELLM_MASTER_KEY"
        : Access.weakness(key.strip());
  }

  private static @Nullable String text(Environment env, String name) {
    String value = env.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** All but the key. */
  @Override
  public String toString() {
    return "tables " + tables + ", streaming " + streaming + ", snapshot " + snapStart;
  }
}
