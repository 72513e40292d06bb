package dev.dragoman.admin;

import dev.dragoman.access.Budget;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Directory.Shelf;
import dev.dragoman.access.Limits;
import dev.dragoman.messages.ApiException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes and shows budgets, which keys, users and teams can name.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/rate_limit_tiers">Budgets, LiteLLM</a>
 */
final class BudgetDesk {
  static final List<Route> ROUTES =
      List.of(
          Route.post("/budget/new", Right.CHANGE_ALL, BudgetDesk::make),
          Route.post("/budget/update", Right.CHANGE_ALL, BudgetDesk::update),
          Route.post("/budget/delete", Right.CHANGE_ALL, BudgetDesk::delete),
          Route.post("/budget/info", Right.SEE_ALL, BudgetDesk::some),
          Route.get("/budget/info", Right.SEE_ALL, BudgetDesk::one),
          Route.get("/budget/list", Right.SEE_ALL, BudgetDesk::list));

  private BudgetDesk() {}

  private static Shelf<Budget> budgets(Visit visit) {
    return visit.office().directory().budgets();
  }

  private static Answer make(Visit visit) {
    Form form = visit.form();
    String asked = form.id("budget_id");
    Limits limits = LimitFields.read(form, Limits.NONE);
    form.done();
    String id = asked == null ? Ids.next(visit.office().random()) : asked;
    Budget budget = new Budget(id, limits, visit.now(), visit.now(), 1);
    if (Entries.look(budgets(visit), id).isPresent() || !budgets(visit).put(budget)) {
      throw Entries.taken("budget " + id + " is there already");
    }
    visit.changed("created", "budget", id, null, budget, BudgetDesk::write);
    return shown(budget);
  }

  private static Answer update(Visit visit) {
    Form form = visit.form();
    String id = form.requiredId("budget_id");
    LimitFields.read(form, Limits.NONE);
    form.done();
    Entries.Change<Budget> change =
        Entries.change(
            budgets(visit),
            "budget",
            id,
            before ->
                new Budget(
                    id,
                    LimitFields.read(form, before.limits()),
                    before.created(),
                    Entries.updated(before, visit.now()),
                    before.revision() + 1));
    visit.changed("updated", "budget", id, change.before(), change.after(), BudgetDesk::write);
    return shown(change.after());
  }

  /** Not while a key, user or team names it: these would have no limits then. */
  private static Answer delete(Visit visit) {
    Form form = visit.form();
    String id = form.requiredId("id");
    form.done();
    Budget budget = Entries.find(budgets(visit), "budget", id);
    users(visit, id)
        .findFirst()
        .ifPresent(user -> {
          throw Entries.taken("budget " + id + " is the budget of " + user + ": give that another");
        });
    if (budgets(visit).remove(id)) {
      visit.changed("deleted", "budget", id, budget, null, BudgetDesk::write);
    }
    return shown(budget);
  }

  private static Stream<String> users(Visit visit, String id) {
    Directory directory = visit.office().directory();
    return Stream.of(
            Entries.all(directory.keys()::list).stream()
                .filter(key -> Objects.equals(key.budgetId(), id))
                .map(key -> "key " + key.name()),
            Entries.all(directory.users()::list).stream()
                .filter(user -> Objects.equals(user.budgetId(), id))
                .map(user -> "user " + user.id()),
            Entries.all(directory.teams()::list).stream()
                .filter(team -> Objects.equals(team.budgetId(), id))
                .map(team -> "team " + team.id()))
        .flatMap(found -> found);
  }

  private static Answer some(Visit visit) {
    Form form = visit.form();
    List<String> ids = form.texts("budgets");
    form.done();
    if (ids.isEmpty()) {
      throw ApiException.invalid("budgets", "is required");
    }
    List<Budget> found =
        ids.stream().flatMap(id -> Entries.look(budgets(visit), id).stream()).toList();
    return Answer.array(found, BudgetDesk::write);
  }

  private static Answer one(Visit visit) {
    visit.knows("budget_id");
    return shown(Entries.find(budgets(visit), "budget", visit.requiredParameter("budget_id")));
  }

  private static Answer list(Visit visit) {
    visit.knows();
    return Answer.array(Entries.all(budgets(visit)::list), BudgetDesk::write);
  }

  private static Answer shown(Budget budget) {
    return Answer.object(shape -> write(budget, shape));
  }

  private static void write(Budget budget, Shape shape) {
    shape.text("budget_id", budget.id());
    LimitFields.write(budget.limits(), shape);
    shape.time("created_at", budget.created()).time("updated_at", budget.updated());
  }
}
