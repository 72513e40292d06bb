package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is settled is counted; what is not known is in no sum. */
final class MetricsTest {
  private final Metrics metrics = new Metrics();

  private static UsageRecord record(
      String asked, @Nullable String deployment, Usage usage, Cost cost) {
    Instant start = Instant.parse("2026-03-01T10:00:00Z");
    return new UsageRecord(
        "r",
        new Payer(
            "planted-hash", "planted-user", "planted-team", List.of(), "planted-session", null),
        asked,
        deployment == null ? null : asked,
        deployment == null ? null : "openai",
        deployment,
        deployment == null ? UsageRecord.State.FAILED : UsageRecord.State.COMPLETED,
        usage,
        start,
        start.plusMillis(300),
        start.plusMillis(1500),
        deployment == null ? 404 : 200,
        null,
        List.of(),
        List.of(),
        cost,
        null,
        null);
  }

  @Test
  void aSettledRecordIsCountedUnderLiteLlmsNames() {
    Usage usage = new Usage(Usage.Origin.REPORTED, 10L, 5L, 2L, 1L, null, 3L, null);
    metrics.accept(record("gpt", "d", usage, new Cost(1_500_000_000L, List.of(), 250_000_000L)));
    metrics.accept(record("gpt", "d", Usage.MISSING, Cost.UNKNOWN));
    String labels = "{api_provider=\"openai\",model=\"gpt\",requested_model=\"gpt\"";
    String text = metrics.get();
    for (String line :
        List.of(
            "litellm_proxy_total_requests_metric_total" + labels + ",status_code=\"200\"} 2.0",
            "litellm_spend_metric_total" + labels + "} 1.5",
            "dragoman_gateway_spend_metric_total" + labels + "} 0.25",
            "litellm_input_tokens_metric_total" + labels + "} 13.0",
            "litellm_output_tokens_metric_total" + labels + "} 5.0",
            "litellm_total_tokens_metric_total" + labels + "} 18.0",
            "litellm_input_cached_tokens_metric_total" + labels + "} 2.0",
            "litellm_output_reasoning_tokens_metric_total" + labels + "} 3.0",
            "dragoman_unpriced_requests_total" + labels + "} 1.0",
            "dragoman_unmetered_requests_total" + labels + "} 1.0",
            "litellm_request_total_latency_metric_bucket" + labels + ",le=\"2.0\"} 2",
            "litellm_llm_api_time_to_first_token_metric_count" + labels + "} 2")) {
      assertTrue(text.contains(line), () -> line + "\nis not in\n" + text);
    }
    assertFalse(text.contains("planted"), text);
  }

  @Test
  void namesThatNobodyServesAndNamesWithoutEndAreBounded() {
    for (int i = 0; i < 1_000; i++) {
      metrics.accept(record("unknown-" + i, null, Usage.MISSING, Cost.UNKNOWN));
      metrics.accept(record("wild-" + i, "d", Usage.MISSING, Cost.UNKNOWN));
    }
    String text = metrics.get();
    assertFalse(text.contains("unknown-"), text);
    assertTrue(text.contains("requested_model=\"other\""));
    assertTrue(
        text.lines().filter(line -> line.startsWith("dragoman_unpriced_requests_total")).count()
            <= 202);
  }
}
