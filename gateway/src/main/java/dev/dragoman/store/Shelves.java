package dev.dragoman.store;

import dev.dragoman.access.Budget;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;

/** A directory of these shelves, wherever each of them stands. */
record Shelves(Keys keys, Shelf<User> users, Shelf<Team> teams, Shelf<Budget> budgets)
    implements Directory {}
