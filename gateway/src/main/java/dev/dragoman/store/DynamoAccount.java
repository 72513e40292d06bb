package dev.dragoman.store;

import dev.dragoman.json.Unicode;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Window;
import dev.dragoman.provider.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item of an account in one window: its key, its attributes, and how they are read. */
final class DynamoAccount {
  static final String LIMIT = "limit";
  static final String LEFT = "left";
  static final String USED = "used";
  static final String REVISION = "revision";
  static final String SET_BY = "setBy";

  /** How long after its end a window is kept, for who posts late and for who asks. */
  private static final Duration KEPT = Duration.ofDays(40);

  /** A partition key has 2,048 bytes at most, an item 400 KB; longer names stand by their hash. */
  private static final int LONGEST_ID = 1_000;

  private static final int LONGEST_RESERVATION = 100;

  private DynamoAccount() {}

  static Map<String, AttributeValue> key(String account, String window) {
    return new DynamoItem()
        .text("kind", named("account", '/', account, LONGEST_ID))
        .text("id", window)
        .attributes();
  }

  /** The attribute that says what a reservation holds. */
  static String reservation(String id) {
    return named("r", '_', id, LONGEST_RESERVATION);
  }

  private static String named(String prefix, char separator, String name, int longest) {
    String text = Unicode.wellFormed(name);
    return text.getBytes(StandardCharsets.UTF_8).length > longest
        ? prefix + "#" + Sha256.hex(text)
        : prefix + separator + text;
  }

  /** When time-to-live may delete it, in epoch seconds; null for never. */
  static @Nullable Long expires(Window window) {
    return window.end() == null ? null : window.end().plus(KEPT).getEpochSecond();
  }

  /** Null for an item that is not there. */
  static @Nullable AccountState state(Map<String, AttributeValue> item, String reservation) {
    if (!item.containsKey(LEFT)) {
      return null;
    }
    long limit = number(item, LIMIT);
    long used = number(item, USED);
    long reserved = limit - used - number(item, LEFT);
    return new AccountState(
        limit, number(item, REVISION), used, reserved, holds(item, reservation));
  }

  /** What a reservation holds; null for nothing. */
  static @Nullable Long holds(Map<String, AttributeValue> item, String reservation) {
    AttributeValue held = item.get(reservation);
    return held == null ? null : Long.valueOf(held.n());
  }

  /** What is to be known of an account: an update that makes it, or tells it a newer limit. */
  static DynamoUpdate tell(Account account, @Nullable AccountState known) {
    DynamoUpdate update =
        new DynamoUpdate()
            .name("#limit", LIMIT)
            .name("#left", LEFT)
            .name("#revision", REVISION)
            .value(":limit", account.limit())
            .value(":revision", account.revision())
            .set("#limit = :limit")
            .set("#revision = :revision");
    return known == null ? made(update, account) : changed(update, account, known);
  }

  private static DynamoUpdate made(DynamoUpdate update, Account account) {
    expiring(update, account.window())
        .name("#used", USED)
        .value(":none", 0)
        .set("#left = :limit")
        .set("#used = :none")
        .when("attribute_not_exists(#left)");
    return update;
  }

  private static DynamoUpdate changed(DynamoUpdate update, Account account, AccountState known) {
    return update
        .value(":more", account.limit() - known.limit())
        .value(":oldLimit", known.limit())
        .value(":oldRevision", known.revision())
        .set("#left = #left + :more")
        .when("#limit = :oldLimit")
        .when("#revision = :oldRevision");
  }

  /** With the time from which it may be deleted, if its window ends. */
  static DynamoUpdate expiring(DynamoUpdate update, Window window) {
    Long expires = expires(window);
    return expires == null
        ? update
        : update
            .name("#expires", DynamoTable.EXPIRES)
            .value(":expires", expires)
            .set("#expires = :expires");
  }

  private static long number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? 0 : Long.parseLong(value.n());
  }
}
