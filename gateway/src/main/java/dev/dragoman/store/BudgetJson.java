package dev.dragoman.store;

import dev.dragoman.access.Budget;
import dev.dragoman.json.Json;

/** The stored form of a budget. */
final class BudgetJson {
  private static final int VERSION = 1;

  private BudgetJson() {}

  static String write(Budget budget) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", budget.id());
      LimitsJson.write(out, budget.limits());
      Document.write(out, "created", budget.created());
      Document.write(out, "updated", budget.updated());
      Document.write(out, "revision", budget.revision());
      out.writeEndObject();
    });
  }

  static Budget read(String json) {
    Document document = Document.read("budget", VERSION, json);
    return new Budget(
        document.required("id", document.text("id")),
        LimitsJson.read(document),
        document.required("created", document.instant("created")),
        document.required("updated", document.instant("updated")),
        document.required("revision", document.number("revision")));
  }
}
