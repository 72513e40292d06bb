package dev.dragoman.local;

import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process has measured since it began, fed with settled records and told in Prometheus'
 * text form. Where a metric means what one of LiteLLM's does, it has its name; all of them are by
 * model, provider and, some, status: neither keys nor users, of which there may be any number. An
 * unknown cost or usage is in no sum, but counted.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/prometheus">LiteLLM, Prometheus</a>
 */
final class Metrics implements Consumer<UsageRecord>, Supplier<String> {
  /** Names of models beyond so many stand together: a wildcard takes any. */
  private static final int MOST_NAMES = 200;

  private static final String OTHER = "other";
  private static final double NANOS = Dollars.ONE;

  /** As LiteLLM's, in seconds. */
  private static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600
  };

  private static final String[] MODEL = {"requested_model", "model", "api_provider"};

  private static final String[] STATUS = {
    "requested_model", "model", "api_provider", "status_code"
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private final Counter requests =
      counter("litellm_proxy_total_requests_metric", "Requests that were answered.", STATUS);
  private final Counter failed =
      counter("litellm_proxy_failed_requests_metric", "Requests that failed.", STATUS);
  private final Counter spend =
      counter("litellm_spend_metric", "Dollars that providers charge, where known.", MODEL);
  private final Counter gateway =
      counter("dragoman_gateway_spend_metric", "Dollars of running the gateway.", MODEL);
  private final Counter unpriced =
      counter("dragoman_unpriced_requests", "Requests whose cost is not known.", MODEL);
  private final Counter unmetered =
      counter("dragoman_unmetered_requests", "Requests whose usage is not known.", MODEL);
  private final Counter tokens =
      counter("litellm_total_tokens_metric", "Tokens in and out, cached or not.", MODEL);
  private final Counter input =
      counter("litellm_input_tokens_metric", "Tokens in, cached or not.", MODEL);
  private final Counter output = counter("litellm_output_tokens_metric", "Tokens out.", MODEL);
  private final Counter cached =
      counter("litellm_input_cached_tokens_metric", "Tokens read from a cache.", MODEL);
  private final Counter written =
      counter("litellm_input_cache_creation_tokens_metric", "Tokens written to a cache.", MODEL);
  private final Counter thinking =
      counter("litellm_output_reasoning_tokens_metric", "Tokens of thinking.", MODEL);
  private final Counter replaced =
      counter(
          "litellm_deployment_failure_responses",
          "Attempts that another replaced.",
          "model",
          "api_provider");
  private final Histogram latency =
      histogram("litellm_request_total_latency_metric", "Seconds until the answer's end.");
  private final Histogram first =
      histogram(
          "litellm_llm_api_time_to_first_token_metric", "Seconds until the first content came.");

  @Override
  public void accept(UsageRecord record) {
    boolean served = record.deployment() != null;
    String[] model = {
      served ? bounded(record.modelAsked()) : "",
      served ? bounded(record.modelServed()) : "",
      record.provider() == null ? "" : record.provider()
    };
    String status = record.status() == null ? "" : record.status().toString();
    String[] outcome = {model[0], model[1], model[2], status};
    requests.labelValues(outcome).inc();
    if (record.state() == UsageRecord.State.FAILED
        || record.state() == UsageRecord.State.ABANDONED) {
      failed.labelValues(outcome).inc();
    }
    for (UsageRecord.Attempt attempt : record.replaced()) {
      replaced
          .labelValues(
              bounded(attempt.model()), attempt.provider() == null ? "" : attempt.provider())
          .inc();
    }
    cost(record, model);
    usage(record.usage(), model);
    if (record.end() != null) {
      latency.labelValues(model).observe(seconds(Duration.between(record.start(), record.end())));
    }
    if (record.firstContent() != null) {
      first
          .labelValues(model)
          .observe(seconds(Duration.between(record.start(), record.firstContent())));
    }
  }

  private void cost(UsageRecord record, String[] model) {
    Long provider = record.cost().provider();
    if (provider == null) {
      unpriced.labelValues(model).inc();
    } else {
      spend.labelValues(model).inc(provider / NANOS);
    }
    if (record.cost().gateway() != null) {
      gateway.labelValues(model).inc(record.cost().gateway() / NANOS);
    }
  }

  private void usage(Usage usage, String[] model) {
    if (usage.origin() == Usage.Origin.MISSING) {
      unmetered.labelValues(model).inc();
      return;
    }
    long creation = known(usage.cacheWrite5m()) + known(usage.cacheWrite1h());
    long in = known(usage.input()) + known(usage.cacheRead()) + creation;
    input.labelValues(model).inc(in);
    output.labelValues(model).inc(known(usage.output()));
    tokens.labelValues(model).inc(in + known(usage.output()));
    cached.labelValues(model).inc(known(usage.cacheRead()));
    written.labelValues(model).inc(creation);
    thinking.labelValues(model).inc(known(usage.thinking()));
  }

  /** All of it, as it is now. */
  @Override
  public String get() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String bounded(@Nullable String name) {
    if (name == null) {
      return "";
    }
    return names.contains(name) || (names.size() < MOST_NAMES && names.add(name)) ? name : OTHER;
  }

  private static long known(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  private static double seconds(Duration duration) {
    return Math.max(0, duration.toMillis()) / 1_000.0;
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  private Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(MODEL)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .withoutExemplars()
        .register(registry);
  }
}
