package dev.dragoman.store;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.RouterSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deployments and records that tests write and expect to read. */
final class Samples {
  static final Instant START = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private Samples() {}

  /** A deployment with everything set. */
  static Deployment full() {
    return new Deployment(
        "d-1",
        "claude-sonnet-4-5",
        "azure",
        "gpt-5",
        "https://example.openai.azure.com",
        SecretRef.environment("AZURE_API_KEY"),
        Map.of("x-team", "Öffentlich", "x-a", "1"),
        600_000L,
        15_000L,
        8_192,
        200_000,
        Map.of(
            "drop_params", RawJson.of("true"),
            "input_cost_per_token", RawJson.of("1.5e-06"),
            "tags", RawJson.of("[ \"a\",\n null ]"),
            "nothing", RawJson.of("null"),
            "weight", RawJson.of("3")),
        Origin.API);
  }

  static Deployment deployment(String modelName, String id, Origin origin) {
    return deployment(modelName, id, origin, Map.of());
  }

  static Deployment deployment(
      String modelName, String id, Origin origin, Map<String, RawJson> settings) {
    return new Deployment(
        id, modelName, "openai", "gpt-5", null, null, Map.of(), null, null, null, null, settings,
        origin);
  }

  /** Settings that were written so; what they mean is another's matter. */
  static RouterSettings settings(Map<String, RawJson> byName) {
    RouterSettings none = RouterSettings.DEFAULT;
    return new RouterSettings(
        byName,
        none.balance(),
        none.retries(),
        none.coolDowns(),
        none.fallbacks(),
        none.aliases(),
        none.hidden(),
        none.timeout(),
        none.streamTimeout(),
        none.pingInterval());
  }

  static UsageRecord open(String id) {
    return UsageRecord.open(id, Payer.ofKey("ab12"), "claude-sonnet-4-5", START);
  }

  /** A settled record with everything set. */
  static UsageRecord full(String id) {
    return new UsageRecord(
        id,
        new Payer("ab12", "u-1", "größer", List.of("a", "ö"), "session 1", "agent 1"),
        "claude-sonnet-4-5",
        "gpt-5",
        "azure",
        "d-1",
        State.FAILED,
        new Usage(Usage.Origin.REPORTED, 10L, 20L, 3L, 4L, 5L, 6L, 7L),
        START,
        START.plusMillis(400),
        START.plusSeconds(7),
        529,
        "overloaded_error: too many",
        List.of("top_k: left out", "größer 🜁"),
        List.of(
            new UsageRecord.Attempt("d-0", null, null, "api_error: broke", Usage.MISSING),
            new UsageRecord.Attempt(
                "d-2", "azure", "gpt-5", "timeout_error: größer", Usage.reported(5, 0))),
        new Cost(1_234L, List.of("gpt-5 input"), 5L),
        new Hold(
            99L, List.of(new Hold.Part("key/ab12/cost", "2026-11", Account.Measure.COST, 99L))),
        START.plusSeconds(900));
  }

  static UsageRecord settled(String id, Usage usage) {
    return settled(id, usage, null);
  }

  static UsageRecord settled(String id, Usage usage, @Nullable String error) {
    return new UsageRecord(
        id,
        Payer.ofKey("ab12"),
        "claude-sonnet-4-5",
        "gpt-5",
        "openai",
        "d-1",
        State.COMPLETED,
        usage,
        START,
        null,
        START.plusSeconds(7),
        200,
        error,
        List.of(),
        List.of(),
        Cost.UNKNOWN,
        null,
        null);
  }
}
