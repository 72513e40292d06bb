package dev.dragoman.store;

import dev.dragoman.access.Budget;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** The directory in a DynamoDB table: a partition for each kind of entry, and one for aliases. */
final class DynamoDirectory implements Directory {
  private final Keys keys;
  private final Shelf<User> users;
  private final Shelf<Team> teams;
  private final Shelf<Budget> budgets;

  DynamoDirectory(DynamoTable table, RandomGenerator random, LongConsumer sleepMillis) {
    this.keys = new DynamoKeys(new DynamoTransactions(table, random, sleepMillis));
    this.users = new DynamoShelf<>(EntryForm.USER, table);
    this.teams = new DynamoShelf<>(EntryForm.TEAM, table);
    this.budgets = new DynamoShelf<>(EntryForm.BUDGET, table);
  }

  @Override
  public Keys keys() {
    return keys;
  }

  @Override
  public Shelf<User> users() {
    return users;
  }

  @Override
  public Shelf<Team> teams() {
    return teams;
  }

  @Override
  public Shelf<Budget> budgets() {
    return budgets;
  }
}
