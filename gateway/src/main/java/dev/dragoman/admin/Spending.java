package dev.dragoman.admin;

import dev.dragoman.access.Caller;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Sha256;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /global/spend...}: what was spent, by day, team, key, model, provider and tag. Each
 * report reads sums, never single requests; who sees not everything gets its own figures.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/cost_tracking">LiteLLM, spend tracking</a>
 */
final class Spending {
  static final List<Route> ROUTES =
      List.of(
          Route.get("/spend/logs", Right.SEE_OWN, SpendLogs::list),
          Route.get("/spend/logs/v2", Right.SEE_OWN, SpendLogs::pages),
          Route.get("/spend/sessions", Right.SEE_OWN, Sessions::serve),
          Route.get("/spend/tags", Right.SEE_ALL, Spending::tags),
          Route.get("/global/spend", Right.SEE_OWN, Spending::total),
          Route.get("/global/spend/logs", Right.SEE_OWN, Spending::days),
          Route.get("/global/spend/report", Right.SEE_ALL, Spending::report),
          Route.get("/global/spend/keys", Right.SEE_OWN, Spending::keys),
          Route.get("/global/spend/models", Right.SEE_OWN, Spending::models),
          Route.get("/global/spend/provider", Right.SEE_OWN, Spending::providers),
          Route.get("/global/spend/teams", Right.SEE_ALL, Spending::teams));

  /** The most teams or keys whose own sums one report reads. */
  private static final int MOST = 100;

  private Spending() {}

  /** Whose figures a caller sees: all, or those of its user, or of its key alone. */
  static String scope(Visit visit) {
    if (visit.seesAll()) {
      return "all";
    }
    Caller caller = visit.caller();
    VirtualKey key = caller.key();
    return key == null || key.userId() == null ? "key/" + caller.keyHash() : "user/" + key.userId();
  }

  /**
   * The scope that the query asks for.
   *
   * @throws ApiException {@code permission_error} if it is not the caller's own
   */
  static String scope(Visit visit, String keyParameter, String userParameter) {
    String key = visit.parameter(keyParameter);
    String user = visit.parameter(userParameter);
    String team = visit.parameter("team_id");
    String asked =
        key != null
            ? "key/" + keyHash(key)
            : user != null ? "user/" + user : team != null ? "team/" + team : null;
    if (asked == null || asked.equals(scope(visit))) {
      return scope(visit);
    }
    if (!visit.seesAll() && !asked.equals("key/" + visit.caller().keyHash())) {
      throw ApiError.of(ErrorType.PERMISSION, "these are the figures of others")
          .retry(false)
          .toException();
    }
    return asked;
  }

  /** A key's hash, where the key or its hash was sent. */
  static String keyHash(String key) {
    return key.startsWith("sk-") ? Sha256.hex(key) : key;
  }

  private static Answer total(Visit visit) {
    Amounts amounts = Days.total(Days.of(visit).read(visit, scope(visit)));
    Long budget = visit.seesAll() ? visit.office().policy().get().maxBudget() : null;
    return Answer.object(out -> {
      Figures.dollars("spend", Figures.spend(amounts), out);
      Figures.dollars("max_budget", budget, out);
      Figures.unknown(amounts, out);
    });
  }

  private static Answer days(Visit visit) {
    Map<LocalDate, List<Sum>> days =
        Days.byDay(Days.of(visit).read(visit, scope(visit, "api_key", "user_id")));
    return Answer.json(out -> {
      out.writeStartArray();
      days.forEach((day, sums) -> {
        Amounts amounts = Days.total(sums);
        out.writeStartObject();
        out.writeStringProperty("date", day.toString());
        Figures.dollars("spend", Figures.spend(amounts), out);
        Figures.unknown(amounts, out);
        out.writeEndObject();
      });
      out.writeEndArray();
    });
  }

  private static Answer keys(Visit visit) {
    List<Sum> sums = Days.of(visit).read(visit, scope(visit));
    Map<String, Amounts> keys = Days.by("key", sums);
    if (keys.isEmpty() && scope(visit).startsWith("key/") && !sums.isEmpty()) {
      keys = Map.of(visit.caller().keyHash(), Days.total(sums));
    }
    return rows(visit, keys, MOST, (hash, out) -> key(visit, hash, out));
  }

  private static void key(Visit visit, String hash, JsonGenerator out) {
    VirtualKey key = visit.office().directory().keys().find(hash).orElse(null);
    out.writeStringProperty("api_key", hash);
    Figures.text("key_alias", key == null ? null : key.alias(), out);
    Figures.text("key_name", key == null ? null : key.name(), out);
  }

  private static Answer models(Visit visit) {
    Map<String, Amounts> models = Days.by("model", Days.of(visit).read(visit, scope(visit)));
    return rows(visit, models, 10, (model, out) -> out.writeStringProperty("model", model));
  }

  private static Answer providers(Visit visit) {
    Map<String, Amounts> providers = Days.by("provider", Days.of(visit).read(visit, scope(visit)));
    return list(
        providers,
        MOST,
        (provider, amounts, out) -> {
          out.writeStringProperty("provider", provider);
          Figures.dollars("spend", Figures.spend(amounts), out);
          Figures.unknown(amounts, out);
        });
  }

  private static Answer tags(Visit visit) {
    return list(
        Days.by("tag", Days.of(visit).read(visit, "all")),
        MOST,
        (tag, amounts, out) -> {
          out.writeStringProperty("individual_request_tag", tag);
          out.writeNumberProperty("log_count", amounts.requests());
          Figures.dollars("total_spend", Figures.spend(amounts), out);
          Figures.unknown(amounts, out);
        });
  }

  private static Answer teams(Visit visit) {
    List<Sum> sums = Days.of(visit).read(visit, "all");
    Map<String, Amounts> teams = Days.by("team", sums);
    return Answer.object(out -> {
      out.writeArrayPropertyStart("daily_spend");
      Days.byDay(sums)
          .forEach((day, ofDay) -> {
            out.writeStartObject();
            out.writeStringProperty("date", day.toString());
            Days.by("team", ofDay)
                .forEach((team, amounts) ->
                    Figures.dollars(alias(visit, team), Figures.spend(amounts), out));
            out.writeEndObject();
          });
      out.writeEndArray();
      out.writeArrayPropertyStart("teams");
      teams.keySet().forEach(team -> out.writeString(alias(visit, team)));
      out.writeEndArray();
      out.writeArrayPropertyStart("total_spend_per_team");
      teams.forEach((team, amounts) -> {
        out.writeStartObject();
        out.writeStringProperty("team_id", team);
        Figures.dollars("total_spend", Figures.spend(amounts), out);
        Figures.unknown(amounts, out);
        out.writeEndObject();
      });
      out.writeEndArray();
    });
  }

  private static String alias(Visit visit, String team) {
    return visit
        .office()
        .directory()
        .teams()
        .find(team)
        .map(found -> found.alias())
        .filter(Objects::nonNull)
        .orElse(team);
  }

  private static Answer report(Visit visit) {
    Days days = Days.required(visit);
    String group = visit.parameter("group_by");
    boolean one =
        visit.parameter("api_key") != null
            || visit.parameter("internal_user_id") != null
            || (visit.parameter("team_id") != null && group == null);
    if (one) {
      String scope = scope(visit, "api_key", "internal_user_id");
      return Answer.json(out -> {
        out.writeStartArray();
        detail(scope, days.read(visit, scope), out);
        out.writeEndArray();
      });
    }
    return switch (group == null ? "team" : group) {
      case "team" -> byTeam(visit, days);
      case "api_key" -> byKey(visit, days);
      case "customer" ->
          throw ApiException.invalid(
              "group_by", "customers are not told apart here: give their requests tags");
      default -> throw ApiException.invalid("group_by", "must be team or api_key");
    };
  }

  private static Answer byKey(Visit visit, Days days) {
    Map<String, Amounts> keys = Days.by("key", days.read(visit, "all"));
    return Answer.json(out -> {
      out.writeStartArray();
      keys.keySet().stream()
          .limit(MOST)
          .forEach(key -> detail("key/" + key, days.read(visit, "key/" + key), out));
      out.writeEndArray();
    });
  }

  /** A key, a user or a team with its models. */
  private static void detail(String scope, List<Sum> sums, JsonGenerator out) {
    int slash = scope.indexOf('/');
    String name =
        switch (scope.substring(0, Math.max(0, slash))) {
          case "key" -> "api_key";
          case "user" -> "internal_user_id";
          default -> "team_id";
        };
    Amounts total = Days.total(sums);
    out.writeStartObject();
    out.writeStringProperty(name, scope.substring(slash + 1));
    costs(total, out);
    out.writeArrayPropertyStart("model_details");
    Days.by("model", sums)
        .forEach((model, amounts) -> {
          out.writeStartObject();
          out.writeStringProperty("model", model);
          costs(amounts, out);
          out.writeEndObject();
        });
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void costs(Amounts amounts, JsonGenerator out) {
    Figures.dollars("total_cost", Figures.spend(amounts), out);
    out.writeNumberProperty("total_input_tokens", Figures.prompt(amounts));
    out.writeNumberProperty("total_output_tokens", amounts.output());
    out.writeNumberProperty("total_requests", amounts.requests());
    Figures.unknown(amounts, out);
  }

  private static Answer byTeam(Visit visit, Days days) {
    List<Sum> all = days.read(visit, "all");
    Map<String, Map<LocalDate, List<Sum>>> teams = new LinkedHashMap<>();
    Days.by("team", all).keySet().stream()
        .limit(MOST)
        .forEach(team -> teams.put(team, Days.byDay(days.read(visit, "team/" + team))));
    return Answer.json(out -> {
      out.writeStartArray();
      Days.byDay(all)
          .forEach((day, sums) -> {
            out.writeStartObject();
            out.writeStringProperty("group_by_day", day.toString());
            out.writeArrayPropertyStart("teams");
            Days.by("team", sums)
                .forEach((team, amounts) ->
                    team(
                        visit,
                        team,
                        amounts,
                        teams.getOrDefault(team, Map.of()).getOrDefault(day, List.of()),
                        out));
            out.writeEndArray();
            out.writeEndObject();
          });
      out.writeEndArray();
    });
  }

  private static void team(
      Visit visit, String team, Amounts amounts, List<Sum> own, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("team_id", team);
    out.writeStringProperty("team_name", alias(visit, team));
    Figures.dollars("total_spend", Figures.spend(amounts), out);
    Figures.unknown(amounts, out);
    out.writeArrayPropertyStart("metadata");
    for (String by : List.of("model", "key")) {
      Days.by(by, own)
          .forEach((value, each) -> {
            out.writeStartObject();
            out.writeStringProperty(by.equals("key") ? "api_key" : by, value);
            Figures.dollars("spend", Figures.spend(each), out);
            out.writeNumberProperty("total_tokens", Figures.tokens(each));
            out.writeEndObject();
          });
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static Answer rows(
      Visit visit, Map<String, Amounts> found, int usual, BiConsumer<String, JsonGenerator> name) {
    return list(
        found,
        visit.parameter("limit", usual, 1, 1_000),
        (value, amounts, out) -> {
          name.accept(value, out);
          Figures.dollars("total_spend", Figures.spend(amounts), out);
          out.writeNumberProperty("total_tokens", Figures.tokens(amounts));
          out.writeNumberProperty("total_requests", amounts.requests());
          Figures.unknown(amounts, out);
        });
  }

  private static Answer list(Map<String, Amounts> found, int limit, Row row) {
    return Answer.json(out -> {
      out.writeStartArray();
      found.entrySet().stream()
          .limit(limit)
          .forEach(entry -> {
            out.writeStartObject();
            row.write(entry.getKey(), entry.getValue(), out);
            out.writeEndObject();
          });
      out.writeEndArray();
    });
  }

  /** The fields of one row. */
  private interface Row {
    void write(String value, Amounts amounts, JsonGenerator out);
  }

  /** Whether a session has no requests but those of a scope. */
  static boolean isOwn(String scope, List<Sum> session) {
    int slash = scope.indexOf('/');
    @Nullable Amounts own =
        Days.by(scope.substring(0, slash), session).get(scope.substring(slash + 1));
    return own != null && own.requests() == Days.total(session).requests();
  }
}
