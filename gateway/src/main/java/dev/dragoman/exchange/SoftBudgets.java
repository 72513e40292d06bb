package dev.dragoman.exchange;

import dev.dragoman.access.Caller;
import dev.dragoman.access.Quota;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.provider.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Soft budgets: from there on there is a notice, and nothing is refused. */
final class SoftBudgets {
  private SoftBudgets() {}

  /** The notice of the first that is passed; null if none is. */
  static @Nullable Note passed(List<Standing> standings, Caller caller) {
    for (Quota quota : caller.quotas()) {
      Long soft = quota.limits().softBudget();
      for (Standing standing : standings) {
        if (soft != null
            && standing.used() >= soft
            && standing.account().id().equals(quota.scope() + "/cost")) {
          return new Note(
              "soft_budget",
              quota.owner()
                  + " has used "
                  + Dollars.text(standing.used())
                  + " of its soft budget of "
                  + Dollars.text(soft));
        }
      }
    }
    return null;
  }
}
