package dev.dragoman.store;

import dev.dragoman.access.Limits;
import dev.dragoman.access.Limits.ModelLimits;
import dev.dragoman.json.Unicode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** The stored form of limits: an object within an entry's, nothing at all where there are none. */
final class LimitsJson {
  private static final String FIELD = "limits";
  private static final String MODELS = "models";

  private LimitsJson() {}

  static void write(JsonGenerator out, Limits limits) {
    if (limits.equals(Limits.NONE)) {
      return;
    }
    out.writeObjectPropertyStart(FIELD);
    Document.write(out, "maxBudget", limits.maxBudget());
    Document.write(out, "budgetDuration", limits.budgetDuration());
    Document.write(out, "softBudget", limits.softBudget());
    Document.write(out, "rpm", limits.rpm());
    Document.write(out, "tpm", limits.tpm());
    Document.write(out, "parallel", limits.parallel());
    if (!limits.models().isEmpty()) {
      out.writeObjectPropertyStart(MODELS);
      new TreeMap<>(limits.models()).forEach((model, own) -> write(out, model, own));
      out.writeEndObject();
    }
    Document.write(out, "sessionBudget", limits.sessionBudget());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String model, ModelLimits limits) {
    out.writeObjectPropertyStart(Unicode.wellFormed(model));
    Document.write(out, "maxBudget", limits.maxBudget());
    Document.write(out, "budgetDuration", limits.budgetDuration());
    Document.write(out, "rpm", limits.rpm());
    Document.write(out, "tpm", limits.tpm());
    out.writeEndObject();
  }

  static Limits read(Document entry) {
    if (!entry.has(FIELD)) {
      return Limits.NONE;
    }
    Document limits = entry.child(FIELD);
    return new Limits(
        limits.number("maxBudget"),
        limits.text("budgetDuration"),
        limits.number("softBudget"),
        limits.number("rpm"),
        limits.number("tpm"),
        limits.number("parallel"),
        models(limits),
        limits.number("sessionBudget"));
  }

  private static Map<String, ModelLimits> models(Document limits) {
    Map<String, ModelLimits> models = new HashMap<>();
    if (limits.has(MODELS)) {
      Document byModel = limits.child(MODELS);
      for (String model : byModel.names()) {
        Document own = byModel.child(model);
        models.put(
            model,
            new ModelLimits(
                own.number("maxBudget"),
                own.text("budgetDuration"),
                own.number("rpm"),
                own.number("tpm")));
      }
    }
    return models;
  }
}
