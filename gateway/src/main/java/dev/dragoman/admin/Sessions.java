package dev.dragoman.admin;

import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /spend/sessions}: Claude Code's sessions and what each cost; with {@code session_id}
 * one of them, and in it what the main agent and each subagent cost.
 */
final class Sessions {
  private static final int USUAL = 100;

  private Sessions() {}

  static Answer serve(Visit visit) {
    String id = visit.parameter("session_id");
    return id == null ? all(visit) : one(visit, id);
  }

  private static Answer all(Visit visit) {
    if (!visit.seesAll()) {
      throw ApiException.invalid("session_id", "is required of who sees not everything");
    }
    int limit = visit.parameter("limit", USUAL, 1, 1_000);
    Map<String, Amounts> sessions = Days.by("session", Days.of(visit).read(visit, "sessions"));
    return Answer.object(out -> {
      out.writeArrayPropertyStart("data");
      sessions.entrySet().stream()
          .limit(limit)
          .forEach(session -> {
            out.writeStartObject();
            out.writeStringProperty("session_id", session.getKey());
            Figures.metrics(session.getValue(), out);
            out.writeEndObject();
          });
      out.writeEndArray();
      out.writeNumberProperty("total_sessions", sessions.size());
    });
  }

  private static Answer one(Visit visit, String id) {
    List<Sum> sums = Days.of(visit).read(visit, "session/" + id);
    boolean hidden = !visit.seesAll() && !Spending.isOwn(Spending.scope(visit), sums);
    if (sums.isEmpty() || hidden) {
      throw ApiError.of(ErrorType.NOT_FOUND, "there is no session of that id on these days")
          .toException();
    }
    Map<String, Amounts> agents = new TreeMap<>(Days.by("agent", sums));
    Amounts main = agents.remove("");
    return Answer.object(out -> {
      out.writeStringProperty("session_id", id);
      Figures.metrics(Days.total(sums), out);
      out.writeArrayPropertyStart("models");
      Days.by("model", sums)
          .forEach((model, amounts) -> {
            out.writeStartObject();
            out.writeStringProperty("model", model);
            Figures.metrics(amounts, out);
            out.writeEndObject();
          });
      out.writeEndArray();
      out.writeObjectPropertyStart("main");
      Figures.metrics(main == null ? Amounts.ZERO : main, out);
      out.writeEndObject();
      out.writeArrayPropertyStart("subagents");
      agents.forEach((agent, amounts) -> {
        out.writeStartObject();
        out.writeStringProperty("agent_id", agent);
        Figures.metrics(amounts, out);
        out.writeEndObject();
      });
      out.writeEndArray();
    });
  }
}
