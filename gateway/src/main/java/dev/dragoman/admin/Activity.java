package dev.dragoman.admin;

import dev.dragoman.access.VirtualKey;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Sum;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /user/daily/activity}, {@code /team/daily/activity} and {@code /global/activity}: what
 * was used day by day, by model, provider and key.
 */
final class Activity {
  static final List<Route> ROUTES =
      List.of(
          Route.get("/user/daily/activity", Right.SEE_OWN, Activity::daily),
          Route.get("/user/daily/activity/aggregated", Right.SEE_OWN, Activity::daily),
          Route.get("/team/daily/activity", Right.SEE_ALL, Activity::daily),
          Route.get("/global/activity", Right.SEE_OWN, Activity::requests));

  /** The most keys whose names are looked up. */
  private static final int MOST_KEYS = 100;

  private Activity() {}

  private static Answer daily(Visit visit) {
    Days days = Days.required(visit);
    List<Sum> sums = days.read(visit, scope(visit));
    List<Map.Entry<LocalDate, List<Sum>>> found =
        new ArrayList<>(Days.byDay(sums).entrySet()).reversed();
    boolean all = visit.http().path().endsWith("/aggregated");
    int size = all ? Integer.MAX_VALUE : visit.parameter("page_size", 50, 1, 1_000);
    int page = all ? 1 : visit.parameter("page", 1, 1, 100_000);
    int pages = Math.max(1, Math.ceilDiv(found.size(), size));
    int from = (int) Math.min(found.size(), (page - 1L) * size);
    List<Map.Entry<LocalDate, List<Sum>>> shown =
        found.subList(from, (int) Math.min(found.size(), (long) from + size));
    Map<String, @Nullable VirtualKey> keys = new HashMap<>();
    return Answer.object(out -> {
      out.writeArrayPropertyStart("results");
      shown.forEach(day -> day(visit, day.getKey(), day.getValue(), keys, out));
      out.writeEndArray();
      metadata(Days.total(sums), page, pages, out);
    });
  }

  private static String scope(Visit visit) {
    String teams = visit.parameter("team_ids");
    if (teams != null && teams.indexOf(',') < 0 && visit.seesAll()) {
      return "team/" + teams;
    }
    return Spending.scope(visit, "api_key", "user_id");
  }

  private static void day(
      Visit visit,
      LocalDate day,
      List<Sum> sums,
      Map<String, @Nullable VirtualKey> keys,
      JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("date", day.toString());
    out.writeObjectPropertyStart("metrics");
    Figures.metrics(Days.total(sums), out);
    out.writeEndObject();
    out.writeObjectPropertyStart("breakdown");
    part("models", Days.by("served", sums), (value, to) -> {}, out);
    part("model_groups", Days.by("model", sums), (value, to) -> {}, out);
    part("providers", Days.by("provider", sums), (value, to) -> {}, out);
    part("api_keys", Days.by("key", sums), (hash, to) -> key(visit, hash, keys, to), out);
    part("entities", Days.by("team", sums), (value, to) -> {}, out);
    out.writeObjectPropertyStart("mcp_servers");
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void part(
      String name,
      Map<String, Amounts> found,
      BiConsumer<String, JsonGenerator> metadata,
      JsonGenerator out) {
    out.writeObjectPropertyStart(name);
    found.forEach((value, amounts) -> {
      out.writeObjectPropertyStart(value);
      out.writeObjectPropertyStart("metrics");
      Figures.metrics(amounts, out);
      out.writeEndObject();
      out.writeObjectPropertyStart("metadata");
      metadata.accept(value, out);
      out.writeEndObject();
      out.writeEndObject();
    });
    out.writeEndObject();
  }

  private static void key(
      Visit visit, String hash, Map<String, @Nullable VirtualKey> known, JsonGenerator out) {
    if (!known.containsKey(hash) && known.size() < MOST_KEYS) {
      known.put(hash, visit.office().directory().keys().find(hash).orElse(null));
    }
    VirtualKey key = known.get(hash);
    Figures.text("key_alias", key == null ? null : key.alias(), out);
    Figures.text("team_id", key == null ? null : key.teamId(), out);
    Figures.text("user_id", key == null ? null : key.userId(), out);
  }

  private static void metadata(Amounts total, int page, int pages, JsonGenerator out) {
    out.writeObjectPropertyStart("metadata");
    Figures.dollars("total_spend", Figures.spend(total), out);
    out.writeNumberProperty("total_prompt_tokens", Figures.prompt(total));
    out.writeNumberProperty("total_completion_tokens", total.output());
    out.writeNumberProperty("total_tokens", Figures.tokens(total));
    out.writeNumberProperty("total_api_requests", total.requests());
    out.writeNumberProperty("total_successful_requests", total.requests() - total.failed());
    out.writeNumberProperty("total_failed_requests", total.failed());
    out.writeNumberProperty("total_cache_read_input_tokens", total.cacheRead());
    out.writeNumberProperty("total_cache_creation_input_tokens", total.cacheWrite());
    Figures.unknown(total, out);
    out.writeNumberProperty("page", page);
    out.writeNumberProperty("total_pages", pages);
    out.writeBooleanProperty("has_more", page < pages);
    out.writeEndObject();
  }

  private static Answer requests(Visit visit) {
    List<Sum> sums = Days.required(visit).read(visit, Spending.scope(visit));
    Amounts total = Days.total(sums);
    return Answer.object(out -> {
      out.writeArrayPropertyStart("daily_data");
      Days.byDay(sums)
          .forEach((day, ofDay) -> {
            Amounts amounts = Days.total(ofDay);
            out.writeStartObject();
            out.writeStringProperty("date", day.toString());
            out.writeNumberProperty("api_requests", amounts.requests());
            out.writeNumberProperty("total_tokens", Figures.tokens(amounts));
            out.writeEndObject();
          });
      out.writeEndArray();
      out.writeNumberProperty("sum_api_requests", total.requests());
      out.writeNumberProperty("sum_total_tokens", Figures.tokens(total));
      Figures.unknown(total, out);
    });
  }
}
