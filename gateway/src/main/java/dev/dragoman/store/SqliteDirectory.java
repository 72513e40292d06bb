package dev.dragoman.store;

import dev.dragoman.access.Budget;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;

/** The directory in the table {@code entry}. */
final class SqliteDirectory implements Directory {
  private final Keys keys;
  private final Shelf<User> users;
  private final Shelf<Team> teams;
  private final Shelf<Budget> budgets;

  SqliteDirectory(SqliteWriter writer, SqliteReader reader) {
    this.keys = new SqliteKeys(writer, reader);
    this.users = new SqliteShelf<>(EntryForm.USER, writer, reader);
    this.teams = new SqliteShelf<>(EntryForm.TEAM, writer, reader);
    this.budgets = new SqliteShelf<>(EntryForm.BUDGET, writer, reader);
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
