package dev.dragoman.admin;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /spend/logs}: the ledger's records in LiteLLM's shape, the newest first; or, between
 * two dates and not told otherwise, what they come to by day.
 */
final class SpendLogs {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private SpendLogs() {}

  /** One record, records, or days. */
  static Answer list(Visit visit) {
    String id = visit.parameter("request_id");
    if (id != null) {
      List<UsageRecord> found =
          visit.office().ledger().find(id).filter(each -> mayRead(visit, each)).stream().toList();
      return Answer.json(out -> rows(found, out));
    }
    boolean dated = visit.parameter("start_date") != null && visit.parameter("end_date") != null;
    boolean summarize = visit.parameter("summarize") == null || visit.flag("summarize");
    if (dated && summarize) {
      return days(visit);
    }
    List<UsageRecord> records = page(visit, visit.parameter("limit", USUAL, 1, MOST));
    return Answer.json(out -> rows(records, out));
  }

  /** A page of records; the next begins after {@code next_after}. */
  static Answer pages(Visit visit) {
    int size = visit.parameter("page_size", 50, 1, MOST);
    List<UsageRecord> records = page(visit, size);
    return Answer.object(out -> {
      out.writeName("data");
      rows(records, out);
      out.writeNumberProperty("page_size", size);
      boolean more = records.size() == size;
      out.writeBooleanProperty("has_more", more);
      Figures.text("next_after", more ? records.getLast().id() : null, out);
    });
  }

  private static boolean mayRead(Visit visit, UsageRecord record) {
    String scope = Spending.scope(visit);
    Payer payer = record.payer();
    return scope.equals("all")
        || scope.equals("user/" + payer.user())
        || scope.equals("key/" + payer.keyHash());
  }

  private static List<UsageRecord> page(Visit visit, int size) {
    Days days = Days.of(visit);
    String scope = Spending.scope(visit, "api_key", "user_id");
    UsageLedger.Selection selection =
        new UsageLedger.Selection(
            days.start(),
            days.end(),
            of("key/", scope),
            of("user/", scope),
            of("team/", scope),
            visit.parameter("session_id"));
    return visit.office().ledger().list(selection, visit.parameter("after"), size);
  }

  private static @Nullable String of(String kind, String scope) {
    return scope.startsWith(kind) ? scope.substring(kind.length()) : null;
  }

  private static Answer days(Visit visit) {
    String scope = Spending.scope(visit, "api_key", "user_id");
    Map<LocalDate, List<Sum>> days = Days.byDay(Days.of(visit).read(visit, scope));
    return Answer.json(out -> {
      out.writeStartArray();
      days.forEach((day, sums) -> {
        Amounts total = Days.total(sums);
        out.writeStartObject();
        out.writeStringProperty("startTime", day.toString());
        Figures.dollars("spend", Figures.spend(total), out);
        spends("users", Days.by("user", sums), out);
        spends("models", Days.by("model", sums), out);
        spends("api_keys", Days.by("key", sums), out);
        Figures.unknown(total, out);
        out.writeEndObject();
      });
      out.writeEndArray();
    });
  }

  private static void spends(String name, Map<String, Amounts> found, JsonGenerator out) {
    out.writeObjectPropertyStart(name);
    found.forEach((value, amounts) -> Figures.dollars(value, Figures.spend(amounts), out));
    out.writeEndObject();
  }

  private static void rows(List<UsageRecord> records, JsonGenerator out) {
    out.writeStartArray();
    records.forEach(record -> row(record, out));
    out.writeEndArray();
  }

  /** A row of LiteLLM's table of spend logs; what is not known is null. */
  private static void row(UsageRecord record, JsonGenerator out) {
    Usage usage = record.usage();
    Payer payer = record.payer();
    Cost cost = record.cost();
    out.writeStartObject();
    out.writeStringProperty("request_id", record.id());
    out.writeStringProperty("call_type", "anthropic_messages");
    out.writeStringProperty("api_key", payer.keyHash() == null ? "" : payer.keyHash());
    Figures.dollars("spend", cost.provider(), out);
    Figures.dollars("gateway_cost", cost.gateway(), out);
    tokens(usage, out);
    times(record, out);
    Figures.text(
        "model", record.modelServed() == null ? record.modelAsked() : record.modelServed(), out);
    out.writeStringProperty("model_id", record.deployment() == null ? "" : record.deployment());
    out.writeStringProperty("model_group", record.modelAsked());
    out.writeStringProperty(
        "custom_llm_provider", record.provider() == null ? "" : record.provider());
    out.writeStringProperty("user", payer.user() == null ? "" : payer.user());
    Figures.text("team_id", payer.team(), out);
    texts("request_tags", payer.tags(), out);
    Figures.text("session_id", payer.session(), out);
    Figures.text("agent_id", payer.agent(), out);
    boolean success =
        record.state() == UsageRecord.State.COMPLETED
            || record.state() == UsageRecord.State.CANCELLED;
    out.writeStringProperty("status", success ? "success" : "failure");
    metadata(record, out);
    out.writeEndObject();
  }

  private static void tokens(Usage usage, JsonGenerator out) {
    Long prompt = sum(usage.input(), usage.cacheRead(), usage.cacheWrite5m(), usage.cacheWrite1h());
    Figures.count("total_tokens", sum(prompt, usage.output()), out);
    Figures.count("prompt_tokens", prompt, out);
    Figures.count("completion_tokens", usage.output(), out);
  }

  private static @Nullable Long sum(@Nullable Long... counts) {
    Long sum = null;
    for (Long count : counts) {
      if (count != null) {
        sum = sum == null ? count : Long.valueOf(sum + count);
      }
    }
    return sum;
  }

  private static void times(UsageRecord record, JsonGenerator out) {
    Instant end = record.end();
    out.writeStringProperty("startTime", record.start().toString());
    Figures.text("endTime", end == null ? null : end.toString(), out);
    Figures.text(
        "completionStartTime",
        record.firstContent() == null ? null : record.firstContent().toString(),
        out);
    Figures.count(
        "request_duration_ms",
        end == null ? null : Long.valueOf(Duration.between(record.start(), end).toMillis()),
        out);
  }

  /** What LiteLLM has no column for. */
  private static void metadata(UsageRecord record, JsonGenerator out) {
    Usage usage = record.usage();
    out.writeObjectPropertyStart("metadata");
    out.writeStringProperty("state", record.state().name().toLowerCase(Locale.ROOT));
    out.writeStringProperty("usage", usage.origin().name().toLowerCase(Locale.ROOT));
    Figures.count("cache_read_input_tokens", usage.cacheRead(), out);
    Figures.count("cache_creation_5m_input_tokens", usage.cacheWrite5m(), out);
    Figures.count("cache_creation_1h_input_tokens", usage.cacheWrite1h(), out);
    Figures.count("reasoning_tokens", usage.thinking(), out);
    Figures.count("web_searches", usage.searches(), out);
    texts("unpriced", record.cost().unpriced(), out);
    Integer status = record.status();
    Figures.count("status_code", status == null ? null : Long.valueOf(status), out);
    Figures.text("error", record.error(), out);
    texts("notes", record.notes(), out);
    out.writeArrayPropertyStart("replaced");
    for (UsageRecord.Attempt attempt : record.replaced()) {
      out.writeStartObject();
      out.writeStringProperty("model_id", attempt.deployment());
      Figures.text("provider", attempt.provider(), out);
      Figures.text("model", attempt.model(), out);
      out.writeStringProperty("error", attempt.error());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void texts(String name, List<String> texts, JsonGenerator out) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }
}
