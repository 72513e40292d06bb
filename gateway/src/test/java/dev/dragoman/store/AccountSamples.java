package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.fail;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Accounts.Draw;
import dev.dragoman.ledger.Accounts.Outcome;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Window;
import java.time.Instant;
import java.util.List;

/** Accounts that tests draw from. */
final class AccountSamples {
  static final Window ALWAYS = Window.ALWAYS;
  static final Window JANUARY =
      new Window("2026-01-01T00:00:00Z", Instant.parse("2026-02-01T00:00:00Z"));

  private AccountSamples() {}

  /** What was used and what is reserved. */
  record Figures(long used, long reserved) {}

  static Figures figures(long used, long reserved) {
    return new Figures(used, reserved);
  }

  static Account account(String id, long limit) {
    return account(id, limit, 1);
  }

  static Account account(String id, long limit, long revision) {
    return account(id, Measure.COST, ALWAYS, limit, revision);
  }

  static Account account(String id, Measure measure, Window window, long limit, long revision) {
    return new Account(id, "key of " + id.length(), measure, window, limit, revision);
  }

  /** Where an account stands once it was drawn from. */
  static Figures drawn(Accounts accounts, String reservation, Account account, long amount) {
    return switch (accounts.draw(reservation, List.of(new Draw(account, amount)))) {
      case Outcome.Drawn drawn -> figures(drawn.standings().getFirst());
      case Outcome.Refused refused -> fail(refused.toString());
    };
  }

  /** Where an account stands that has refused. */
  static Figures refused(Accounts accounts, String reservation, Account account, long amount) {
    return switch (accounts.draw(reservation, List.of(new Draw(account, amount)))) {
      case Outcome.Drawn drawn -> fail(drawn.toString());
      case Outcome.Refused refused -> figures(refused.standing());
    };
  }

  private static Figures figures(Standing standing) {
    return figures(standing.used(), standing.reserved());
  }
}
