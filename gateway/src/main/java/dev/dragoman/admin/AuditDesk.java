package dev.dragoman.admin;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.AuditLog.Entry;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows who changed what: pages of the log, the newest first, in the names LiteLLM gives. */
final class AuditDesk {
  static final List<Route> ROUTES = List.of(Route.get("/audit", Right.SEE_ALL, AuditDesk::list));

  private AuditDesk() {}

  private static Answer list(Visit visit) {
    visit.knows("start_date", "end_date", "page_size", "after");
    Instant from = day(visit, "start_date", Instant.EPOCH, 0);
    Instant until = day(visit, "end_date", visit.now().plusSeconds(1), 1);
    int size = visit.parameter("page_size", 50, 1, 500);
    AuditLog log = visit.office().audit();
    List<Entry> entries = log.list(from, until, visit.parameter("after"), size);
    String next = entries.size() < size ? null : entries.getLast().place();
    return Answer.object(shape ->
        shape
            .objects("audit_logs", entries, AuditDesk::write)
            .number("page_size", (long) size)
            .text("next", next));
  }

  private static void write(Entry entry, Shape shape) {
    shape
        .text("id", entry.place())
        .text("request_id", entry.id())
        .time("updated_at", entry.at())
        .text("changed_by", entry.actor())
        .text("action", entry.action())
        .text("table_name", entry.kind())
        .text("object_id", entry.subject());
    raw("before_value", entry.before(), shape);
    raw("updated_values", entry.after(), shape);
  }

  private static void raw(String name, @Nullable String json, Shape shape) {
    if (json == null) {
      shape.text(name, null);
    } else {
      shape.out().writeName(name);
      RawJson.of(json).writeTo(shape.out());
    }
  }

  /** A day, or an instant, in ISO-8601. */
  private static Instant day(Visit visit, String name, Instant otherwise, int later) {
    String text = visit.parameter(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).plusDays(later).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ApiException(
          ApiException.invalid(name, "must be a day such as 2026-11-25").error(), e);
    }
  }
}
