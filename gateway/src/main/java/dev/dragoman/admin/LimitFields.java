package dev.dragoman.admin;

import dev.dragoman.access.Limits;
import dev.dragoman.access.Limits.ModelLimits;
import dev.dragoman.json.RawJson;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits as LiteLLM writes them, which keys, users, teams and budgets have alike. */
final class LimitFields {
  private LimitFields() {}

  /** The limits as a form changes them. */
  static Limits read(Form form, Limits before) {
    return new Limits(
        form.or("max_budget", before.maxBudget(), form::dollars),
        form.or("budget_duration", before.budgetDuration(), form::duration),
        form.or("soft_budget", before.softBudget(), form::dollars),
        form.or("rpm_limit", before.rpm(), form::whole),
        form.or("tpm_limit", before.tpm(), form::whole),
        form.or("max_parallel_requests", before.parallel(), form::whole),
        models(form, before.models()),
        form.or("max_budget_per_session", before.sessionBudget(), form::dollars));
  }

  /** Writes the fields that {@link #read} reads. */
  static void write(Limits limits, Shape shape) {
    shape
        .dollars("max_budget", limits.maxBudget())
        .text("budget_duration", limits.budgetDuration())
        .dollars("soft_budget", limits.softBudget())
        .number("rpm_limit", limits.rpm())
        .number("tpm_limit", limits.tpm())
        .number("max_parallel_requests", limits.parallel())
        .dollars("max_budget_per_session", limits.sessionBudget())
        .object(
            "model_max_budget",
            models ->
                limits
                    .models()
                    .forEach((model, each) -> {
                      if (each.maxBudget() != null) {
                        models.object(
                            model,
                            fields ->
                                fields
                                    .dollars("max_budget", each.maxBudget())
                                    .text("budget_duration", each.budgetDuration()));
                      }
                    }))
        .object(
            "model_rpm_limit",
            models ->
                limits
                    .models()
                    .forEach((model, each) -> {
                      if (each.rpm() != null) {
                        models.number(model, each.rpm());
                      }
                    }))
        .object(
            "model_tpm_limit",
            models ->
                limits
                    .models()
                    .forEach((model, each) -> {
                      if (each.tpm() != null) {
                        models.number(model, each.tpm());
                      }
                    }));
  }

  /** Three maps by model, each of which replaces its own part alone. */
  private static Map<String, ModelLimits> models(Form form, Map<String, ModelLimits> before) {
    boolean newBudgets = form.has("model_max_budget");
    boolean newRpm = form.has("model_rpm_limit");
    boolean newTpm = form.has("model_tpm_limit");
    Map<String, ModelLimits> budgets =
        form.map("model_max_budget", (name, value) -> budget(form, name, value));
    Map<String, Long> rpm = form.map("model_rpm_limit", form::whole);
    Map<String, Long> tpm = form.map("model_tpm_limit", form::whole);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(budgets.keySet());
    names.addAll(rpm.keySet());
    names.addAll(tpm.keySet());
    Map<String, ModelLimits> models = new LinkedHashMap<>();
    for (String name : names) {
      ModelLimits old = before.getOrDefault(name, NONE);
      ModelLimits budget = newBudgets ? budgets.getOrDefault(name, NONE) : old;
      ModelLimits merged =
          new ModelLimits(
              budget.maxBudget(),
              budget.budgetDuration(),
              first(rpm.get(name), budgets.getOrDefault(name, NONE).rpm(), newRpm, old.rpm()),
              first(tpm.get(name), budgets.getOrDefault(name, NONE).tpm(), newTpm, old.tpm()));
      if (!merged.equals(NONE)) {
        models.put(name, merged);
      }
    }
    if (models.size() > Form.MAX_ELEMENTS) {
      throw form.fault("model_max_budget", "limits too many models in all");
    }
    return models;
  }

  private static final ModelLimits NONE = new ModelLimits(null, null, null, null);

  private static @Nullable Long first(
      @Nullable Long own, @Nullable Long withBudget, boolean replaced, @Nullable Long before) {
    if (own != null) {
      return own;
    }
    return withBudget != null || replaced ? withBudget : before;
  }

  /** Dollars, or an object in either of LiteLLM's spellings. */
  private static ModelLimits budget(Form form, String name, RawJson value) {
    if (!value.isObject()) {
      return new ModelLimits(form.dollars(name, value), null, null, null);
    }
    Form inner = form.form(name, value);
    Long limit = inner.dollars(inner.says("budget_limit") ? "budget_limit" : "max_budget");
    String duration = inner.duration(inner.says("time_period") ? "time_period" : "budget_duration");
    Long rpm = inner.whole("rpm_limit");
    Long tpm = inner.whole("tpm_limit");
    inner.done();
    return new ModelLimits(limit, duration, rpm, tpm);
  }
}
