package dev.dragoman.store;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.store.AccountState.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Accounts in a DynamoDB table, one item for each window of each: partition key {@code kind}, which
 * is {@code account/ID}, sort key {@code id}, the window's; {@code limit} and its {@code revision},
 * {@code used}, {@code left}, and {@code r_RESERVATION} for each reservation that is open, with
 * what it holds. {@code left = limit - used - all r_} is true of every state, and a draw has the
 * condition that {@code left} suffices. {@code expires} (epoch seconds) is some weeks after the
 * window's end; a window without end has none.
 *
 * <p>Nothing but single conditional updates, which DynamoDB carries out one after the other without
 * conflicts. Each can be sent again: one that draws has the condition that the reservation holds
 * what it held before, one that posts that it holds anything; the item that comes back when a
 * condition fails tells whether it was applied before. Several accounts are drawn from at the same
 * time. If one refuses, what the others gave is given back: for some milliseconds, others who ask
 * meet a reservation that comes to nothing.
 *
 * <p>What is not ruled out: a request that its sender gave up and repeated, and that arrives when
 * the repetition has been applied and posted. It would draw again, until the window ends.
 */
final class DynamoAccounts implements Accounts {
  /** How often in one call another may have changed what it is about to change. */
  private static final int ROUNDS = 64;

  private final DynamoTable table;
  private final RandomGenerator random;
  private final Patience drawing;

  /** What is used is not given up lightly, and no client waits for it. */
  private final Patience posting;

  DynamoAccounts(DynamoTable table, RandomGenerator random, LongConsumer sleepMillis) {
    this.table = table;
    this.random = random;
    this.drawing = new Patience(8, Duration.ofSeconds(5), random, sleepMillis);
    this.posting = new Patience(14, Duration.ofSeconds(20), random, sleepMillis);
  }

  /**
   * What came of one draw; {@code before} is what the reservation is to hold again if another one
   * is refused, the same amount if that is not to change.
   */
  private record Taken(AccountState state, boolean refused, @Nullable Long before) {}

  /** The item where it was not applied; empty if there is none. */
  private record Answer(boolean applied, Map<String, AttributeValue> item) {}

  @Override
  public Outcome draw(String reservation, List<Draw> draws) {
    AccountState.require(draws);
    String name = DynamoAccount.reservation(reservation);
    List<Supplier<Taken>> calls = new ArrayList<>();
    draws.forEach(draw -> calls.add(() -> take(reservation, name, draw)));
    List<Taken> taken = Together.all(calls);
    for (int i = 0; i < draws.size(); i++) {
      if (taken.get(i).refused()) {
        giveBack(name, draws, taken);
        Draw draw = draws.get(i);
        return new Outcome.Refused(taken.get(i).state().standing(draw.account()), draw.amount());
      }
    }
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < draws.size(); i++) {
      standings.add(taken.get(i).state().standing(draws.get(i).account()));
    }
    return new Outcome.Drawn(standings);
  }

  private Taken take(String reservation, String name, Draw draw) {
    Account account = draw.account();
    Long before = AccountState.before(draw);
    for (int round = 0; round < ROUNDS; round++) {
      Answer answer = change(drawing, account, drawn(name, draw, before));
      AccountState known = DynamoAccount.state(answer.item(), name);
      if (answer.applied() && known != null) {
        return new Taken(known, false, before);
      }
      AccountState told = (known == null ? AccountState.untouched(account) : known).told(account);
      Verdict verdict = told.verdict(draw);
      if (verdict == Verdict.ENDED) {
        throw AccountState.ended(reservation, draw);
      }
      boolean news = known == null || known.revision() < account.revision();
      if (news && !change(drawing, account, DynamoAccount.tell(account, known)).applied()) {
        continue;
      }
      if (verdict == Verdict.REFUSED) {
        return new Taken(told, true, before);
      }
      if (verdict == Verdict.STANDS) {
        Long holds = told.holds();
        boolean more = holds != null && holds > draw.amount();
        return new Taken(told, false, more ? Long.valueOf(draw.amount()) : before);
      }
      before = told.holds();
    }
    throw tooFast();
  }

  /** Draws if the reservation holds {@code before} and what is left suffices. */
  private static DynamoUpdate drawn(String name, Draw draw, @Nullable Long before) {
    Account account = draw.account();
    long more = draw.amount() - (before == null ? 0 : before);
    DynamoUpdate update =
        DynamoAccount.expiring(new DynamoUpdate(), account.window())
            .name("#limit", DynamoAccount.LIMIT)
            .name("#left", DynamoAccount.LEFT)
            .name("#used", DynamoAccount.USED)
            .name("#revision", DynamoAccount.REVISION)
            .name("#r", name)
            .value(":limit", account.limit())
            .value(":revision", account.revision())
            .value(":none", 0)
            .value(":more", more)
            .value(":amount", draw.amount())
            .set("#limit = if_not_exists(#limit, :limit)")
            .set("#left = if_not_exists(#left, :limit) - :more")
            .set("#used = if_not_exists(#used, :none)")
            .set("#revision = if_not_exists(#revision, :revision)")
            .set("#r = :amount")
            .when("attribute_not_exists(#revision) OR #revision >= :revision");
    if (before == null) {
      update.when("attribute_not_exists(#r)");
    } else {
      update.when("#r = :before").value(":before", before);
    }
    if (more >= 0) {
      boolean fits = more <= account.limit();
      update.when(fits ? "attribute_not_exists(#left) OR #left >= :more" : "#left >= :more");
    }
    return update;
  }

  private void giveBack(String name, List<Draw> draws, List<Taken> taken) {
    List<Supplier<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < draws.size(); i++) {
      Draw draw = draws.get(i);
      Taken one = taken.get(i);
      if (!one.refused() && (one.before() == null || one.before() != draw.amount())) {
        DynamoUpdate update = givenBack(name, draw, one.before());
        calls.add(() -> change(posting, draw.account(), update).applied());
      }
    }
    Together.all(calls);
  }

  private static DynamoUpdate givenBack(String name, Draw draw, @Nullable Long before) {
    DynamoUpdate update =
        new DynamoUpdate()
            .name("#left", DynamoAccount.LEFT)
            .name("#r", name)
            .value(":amount", draw.amount())
            .value(":back", draw.amount() - (before == null ? 0 : before))
            .set("#left = #left + :back")
            .when("#r = :amount");
    return before == null
        ? update.remove("#r")
        : update.set("#r = :before").value(":before", before);
  }

  @Override
  public void post(String reservation, List<Posting> postings) {
    AccountState.requirePostings(postings);
    String name = DynamoAccount.reservation(reservation);
    List<Supplier<Boolean>> calls = new ArrayList<>();
    postings.forEach(posted -> calls.add(() -> post(name, posted)));
    Together.all(calls);
  }

  /**
   * An assignment adds or subtracts two operands and no more, so what is given back must be known
   * before: it is said, or read.
   */
  private boolean post(String name, Posting posted) {
    Map<String, AttributeValue> key = DynamoAccount.key(posted.account(), posted.window());
    Long held = posted.held();
    if (held == null) {
      held = DynamoAccount.holds(posting.call(() -> read(key)), name);
    }
    for (int round = 0; round < ROUNDS; round++) {
      if (held == null) {
        return false;
      }
      DynamoUpdate update =
          new DynamoUpdate()
              .name("#left", DynamoAccount.LEFT)
              .name("#used", DynamoAccount.USED)
              .name("#r", name)
              .value(":held", held)
              .value(":used", posted.used())
              .value(":free", held - posted.used())
              .set("#left = #left + :free")
              .set("#used = #used + :used")
              .remove("#r")
              .when("#r = :held");
      Answer answer = change(posting, key, update);
      if (answer.applied()) {
        return true;
      }
      held = DynamoAccount.holds(answer.item(), name);
    }
    throw tooFast();
  }

  @Override
  public Standing standing(Account account) {
    Map<String, AttributeValue> key = DynamoAccount.key(account.id(), account.window().id());
    AccountState found = DynamoAccount.state(drawing.call(() -> read(key)), "");
    return (found == null ? AccountState.untouched(account) : found).standing(account);
  }

  @Override
  public boolean holds(String reservation, String account, String window) {
    Map<String, AttributeValue> item = posting.call(() -> read(DynamoAccount.key(account, window)));
    return item.containsKey(DynamoAccount.reservation(reservation));
  }

  /** The token in {@code setBy} tells a call whose answer was lost that it was applied. */
  @Override
  public void set(Account account, long used) {
    AccountState.requirePositive(used);
    Map<String, AttributeValue> key = DynamoAccount.key(account.id(), account.window().id());
    String token = HexFormat.of().toHexDigits(random.nextLong());
    Map<String, AttributeValue> item = drawing.call(() -> read(key));
    for (int round = 0; round < ROUNDS; round++) {
      AccountState known = DynamoAccount.state(item, "");
      if (known == null) {
        item = change(drawing, key, DynamoAccount.tell(account, null)).item();
        continue;
      }
      long more = known.told(account).limit() - known.limit();
      DynamoUpdate update =
          new DynamoUpdate()
              .name("#limit", DynamoAccount.LIMIT)
              .name("#left", DynamoAccount.LEFT)
              .name("#used", DynamoAccount.USED)
              .name("#revision", DynamoAccount.REVISION)
              .name("#setBy", DynamoAccount.SET_BY)
              .value(":limit", known.told(account).limit())
              .value(":oldLimit", known.limit())
              .value(":revision", known.told(account).revision())
              .value(":oldRevision", known.revision())
              .value(":used", used)
              .value(":oldUsed", known.used())
              .value(":more", more + known.used() - used)
              .value(":token", token)
              .set("#limit = :limit")
              .set("#revision = :revision")
              .set("#used = :used")
              .set("#left = #left + :more")
              .set("#setBy = :token")
              .when("#limit = :oldLimit")
              .when("#revision = :oldRevision")
              .when("#used = :oldUsed");
      Answer answer = change(drawing, key, update);
      AttributeValue setBy = answer.item().get(DynamoAccount.SET_BY);
      if (answer.applied() || (setBy != null && token.equals(setBy.s()))) {
        return;
      }
      item = answer.item();
    }
    throw tooFast();
  }

  private Map<String, AttributeValue> read(Map<String, AttributeValue> key) {
    GetItemRequest get =
        GetItemRequest.builder().tableName(table.name()).key(key).consistentRead(true).build();
    return table.call("GetItem", () -> table.client().getItem(get)).item();
  }

  private Answer change(Patience patience, Account account, DynamoUpdate update) {
    return change(patience, DynamoAccount.key(account.id(), account.window().id()), update);
  }

  private Answer change(Patience patience, Map<String, AttributeValue> key, DynamoUpdate update) {
    UpdateItemRequest request = update.of(table.name(), key);
    return patience.call(() -> {
      try {
        return new Answer(
            true, table.call("UpdateItem", () -> table.client().updateItem(request)).attributes());
      } catch (ConditionalCheckFailedException e) {
        return new Answer(false, e.hasItem() ? e.item() : Map.of());
      }
    });
  }

  private RuntimeException tooFast() {
    return table.unreachable("UpdateItem", "others change the item too fast", null);
  }
}
