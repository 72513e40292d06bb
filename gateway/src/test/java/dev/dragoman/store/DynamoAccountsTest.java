package dev.dragoman.store;

import static dev.dragoman.store.AccountSamples.ALWAYS;
import static dev.dragoman.store.AccountSamples.JANUARY;
import static dev.dragoman.store.AccountSamples.account;
import static dev.dragoman.store.AccountSamples.drawn;
import static dev.dragoman.store.AccountSamples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.exchange.Gateway;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Posting;
import dev.dragoman.ledger.Accounts.Standing;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAccountsTest extends AccountsContract {
  private static LocalDynamo dynamo;

  @BeforeAll
  static void start() {
    dynamo = LocalDynamo.start();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @Override
  Accounts accounts() {
    return accounts(dynamo.client(), table());
  }

  @Override
  List<Accounts> unreachable() {
    return List.of(Unreachable.dynamo().accounts());
  }

  @Override
  int operations() {
    return Integer.getInteger("dragoman.operations", 1_000);
  }

  @Test
  void whicheverAnswerIsLostTheFiguresAreExact() {
    for (int lost : List.of(1, 5)) {
      LosingHttpClient http = new LosingHttpClient();
      int heard = 0;
      do {
        http.loseNext(0);
        Accounts accounts = accounts(LocalDynamo.client(dynamo.endpoint(), http), table());
        http.loseAfter(heard, lost);
        goThrough(accounts, lost + " lost after " + heard);
        heard++;
      } while (http.toLose() == 0);
      assertTrue(heard > 15, "there are more calls than " + heard);
    }
  }

  /** What changes accounts in every way, and what that must come to. */
  private static void goThrough(Accounts accounts, String how) {
    Account key = account("key", 100, 1);
    Account team = account("team", 1_000, 1);
    Account poor = account("poor", 10, 1);
    accounts.set(team, 7);
    accounts.draw("r", List.of(new Draw(key, 60), new Draw(team, 60)));
    accounts.draw("r", List.of(new Draw(key, 90, 60), new Draw(team, 90, 60)));
    Outcome refused =
        accounts.draw("s", List.of(new Draw(team, 50), new Draw(poor, 50), new Draw(key, 5)));
    assertTrue(refused instanceof Outcome.Refused, how);
    assertEquals(new Standing(key, 0, 90), accounts.standing(key), how);
    assertEquals(new Standing(team, 7, 90), accounts.standing(team), how);
    assertEquals(new Standing(poor, 0, 0), accounts.standing(poor), how);
    Account raised = account("key", 200, 2);
    accounts.draw("t", List.of(new Draw(raised, 110)));
    accounts.post("r", List.of(posting(key, 30), new Posting("team", ALWAYS.id(), 30, 90L)));
    accounts.post("t", List.of(posting(key, 70)));
    accounts.set(raised, 105);
    assertEquals(new Standing(raised, 105, 0), accounts.standing(raised), how);
    assertEquals(new Standing(team, 37, 0), accounts.standing(team), how);
  }

  @Test
  void whenEveryAnswerIsLostADrawFailsAndPostingNothingEndsIt() {
    LosingHttpClient http = new LosingHttpClient();
    Accounts accounts = accounts(LocalDynamo.client(dynamo.endpoint(), http), table());
    Account account = account("a", 100);
    http.loseNext(100_000);
    List<Draw> draws = List.of(new Draw(account, 60));
    assertThrows(UncheckedIOException.class, () -> accounts.draw("r", draws));
    http.loseNext(0);
    assertEquals(new Standing(account, 0, 60), accounts.standing(account));
    accounts.post("r", List.of(posting(account, 0)));
    assertEquals(new Standing(account, 0, 0), accounts.standing(account));
  }

  @Test
  void throughAStormOfFaultsTheFiguresAreTheSumOfWhatWasPosted() throws Exception {
    String table = table();
    FaultyDynamo.Faults faults = new FaultyDynamo.Faults(0.1, 0.1, 0.05, Duration.ofMillis(20));
    Account key = account("key", 4_000);
    Account team = account("team", 3_000);
    AtomicLong posted = new AtomicLong();
    try (FaultyDynamo faulty = FaultyDynamo.start(dynamo.endpoint(), 11, faults)) {
      List<Callable<Boolean>> spenders = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        Accounts accounts =
            accounts(
                LocalDynamo.client(faulty.endpoint(), UrlConnectionHttpClient.create()), table);
        for (int i = 0; i < 6; i++) {
          String name = client + "/" + i + "/";
          spenders.add(() -> {
            spend(accounts, name, List.of(key, team), posted);
            return true;
          });
        }
      }
      together(spenders);
      assertTrue(faulty.injected() > 100, () -> "faults " + faulty.injected());
    }
    Accounts calm = accounts(dynamo.client(), table);
    assertNotEquals(0, posted.get());
    assertEquals(new Standing(key, posted.get(), 0), calm.standing(key));
    assertEquals(new Standing(team, posted.get(), 0), calm.standing(team));
    assertTrue(posted.get() <= 3_000);
  }

  private static void spend(Accounts accounts, String name, List<Account> from, AtomicLong posted) {
    Random random = new Random(name.hashCode());
    for (int n = 0; n < 20; n++) {
      long amount = 100L + random.nextInt(200);
      long used = random.nextInt(12);
      List<Draw> draws = from.stream().map(account -> new Draw(account, amount)).toList();
      if (accounts.draw(name + n, draws) instanceof Outcome.Drawn drawn) {
        drawn.standings().forEach(standing -> assertTrue(standing.left() >= 0));
        accounts.post(
            name + n,
            from.stream()
                .map(account -> new Posting(account.id(), account.window().id(), used, amount))
                .toList());
        posted.addAndGet(used);
      }
    }
  }

  @Test
  void severalClientsAreHeldToOneLimit() throws Exception {
    String table = table();
    Account account = account("a", 200);
    List<Callable<Integer>> spenders = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      Accounts accounts =
          accounts(LocalDynamo.client(dynamo.endpoint(), UrlConnectionHttpClient.create()), table);
      String name = client + "/";
      spenders.add(() -> {
        int won = 0;
        for (int n = 0; n < 40; n++) {
          won +=
              accounts.draw(name + n, List.of(new Draw(account, 1))) instanceof Outcome.Drawn
                  ? 1
                  : 0;
        }
        return won;
      });
    }
    assertEquals(200, together(spenders).stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void anItemIsWhatItIsSaidToBeAndExpiresWeeksAfterItsWindow() {
    String table = table();
    Accounts accounts = accounts(dynamo.client(), table);
    Account january = account("a", Measure.COST, JANUARY, 100, 3);
    drawn(accounts, "req_1", january, 60);
    drawn(accounts, "req_2", january, 10);
    accounts.post("req_2", List.of(posting(january, 4)));
    long expires = Objects.requireNonNull(JANUARY.end()).plus(Duration.ofDays(40)).getEpochSecond();
    assertEquals(
        Map.of(
            "kind", AttributeValue.fromS("account/a"),
            "id", AttributeValue.fromS("2026-01-01T00:00:00Z"),
            "limit", number(100),
            "left", number(36),
            "used", number(4),
            "revision", number(3),
            "r_req_1", number(60),
            "expires", number(expires)),
        item(table, "account/a", JANUARY.id()));
    drawn(accounts, "req_3", account("a", 100), 1);
    assertEquals(
        Set.of("kind", "id", "limit", "left", "used", "revision", "r_req_3"),
        item(table, "account/a", "always").keySet());
    refused(accounts, "req_3", account("b", Measure.COST, JANUARY, 5, 1), 6);
    assertEquals(number(expires), item(table, "account/b", JANUARY.id()).get("expires"));
  }

  @Test
  void aDrawIsOneRequestAndAPostThatKnowsWhatIsHeldAnother() {
    CountingClient client = new CountingClient(dynamo.client());
    Accounts accounts = accounts(client, table());
    Account account = account("a", 100);
    drawn(accounts, "r", account, 60);
    accounts.post("r", List.of(new Posting("a", ALWAYS.id(), 4, 60L)));
    assertEquals(2, client.updates().get());
  }

  /**
   * The developer guide, "DynamoDB Item sizes and formats": names and texts by their UTF-8 bytes, a
   * number by one byte for two significant digits and one more; a write unit for each 1,024 bytes
   * of the larger of the item before and after.
   */
  @Test
  void anItemTakesUpOneWriteUnitForAboutTwentyOpenReservations() {
    String table = table();
    Accounts accounts = accounts(dynamo.client(), table);
    Account key =
        account("key/" + "0123456789abcdef".repeat(4) + "/cost", Measure.COST, JANUARY, 0, 1);
    Account account =
        new Account(key.id(), key.owner(), key.measure(), key.window(), 50_000_000_000L, 17);
    Random random = new Random(1);
    List<Integer> bytes = new ArrayList<>();
    for (int open = 1; open <= 64; open++) {
      String id = Gateway.requestId(random);
      drawn(accounts, id, account, 480_000_000L + random.nextInt(1_000_000));
      bytes.add(bytes(item(table, "account/" + key.id(), JANUARY.id())));
    }
    assertEquals(List.of(1, 1, 3), List.of(units(bytes, 1), units(bytes, 10), units(bytes, 64)));
    assertTrue(bytes.get(63) - bytes.get(62) < 40, bytes::toString);
  }

  private static int units(List<Integer> bytes, int open) {
    return (bytes.get(open - 1) + 1023) / 1024;
  }

  private static int bytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(field -> {
          String number = field.getValue().n();
          int size =
              number == null
                  ? field.getValue().s().length()
                  : (number.replaceAll("^-|0+$", "").length() + 1) / 2 + 1;
          return field.getKey().length() + size;
        })
        .sum();
  }

  private static String table() {
    return Objects.requireNonNull(dynamo.tables(null).accounts());
  }

  /** Accounts that do not wait before they try again. */
  private static Accounts accounts(DynamoDbClient client, String table) {
    return new DynamoAccounts(new DynamoTable(client, table), new Random(1), _ -> {});
  }

  private static Map<String, AttributeValue> item(String table, String kind, String id) {
    Map<String, AttributeValue> key =
        new DynamoItem().text("kind", kind).text("id", id).attributes();
    return dynamo
        .client()
        .getItem(get -> get.tableName(table).key(key).consistentRead(true))
        .item();
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
