package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.access.Caller;
import dev.dragoman.access.Role;
import dev.dragoman.http.Action;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.ModelTable;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /health}: asks every deployment, or those that {@code ?model=} or {@code ?model_id=}
 * names, for a few tokens, and tells which answered. It costs what such requests cost, and they
 * stand in the ledger. In LiteLLM's shape, with what was not checked beside it; 503 if deployments
 * were named and none of them answered.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/health">Health checks</a>
 */
final class Health implements Action {
  private static final int AT_ONCE = 16;
  private static final int LIMIT_SECONDS = 60;
  private static final int MAX_TOKENS = 16;

  /** Who thinks first needs some for that; without an answer it would count as ill. */
  private static final int MAX_TOKENS_WITH_THINKING = 1_024;

  /** LiteLLM's words for models that converse. */
  private static final Set<String> CONVERSING =
      Set.of("chat", "completion", "responses", "anthropic_messages");

  /** What tells deployments apart, and is no secret. */
  private static final List<String> SHOWN =
      List.of("mode", "base_model", "api_version", "aws_region_name", "vertex_project");

  private final Access access;
  private final Mappings mappings;
  private final ModelCatalogue models;
  private final Function<Deployment, Handler> alone;

  /**
   * A check of what {@code mappings} hold.
   *
   * @param alone the gateway as it is with that deployment alone
   */
  Health(
      Access access,
      Mappings mappings,
      ModelCatalogue models,
      Function<Deployment, Handler> alone) {
    this.access = access;
    this.mappings = mappings;
    this.models = models;
    this.alone = alone;
  }

  /** What came of one; {@code fault} is null if it is well, or was not asked. */
  private record Found(Deployment deployment, boolean asked, @Nullable String fault) {
    boolean well() {
      return asked && fault == null;
    }

    boolean ill() {
      return asked && fault != null;
    }
  }

  @Override
  public void answer(Request http, String requestId, Responder responder) throws IOException {
    Caller caller = access.admit(http.headers());
    Access.require(caller, Role.PROXY_ADMIN, Role.PROXY_ADMIN_VIEWER);
    List<Deployment> all = mappings.load().deployments();
    List<Deployment> named = all.stream().filter(deployment -> isNamed(deployment, http)).toList();
    boolean filtered = http.parameter("model") != null;
    filtered |= http.parameter("model_id") != null;
    if (filtered && named.isEmpty()) {
      throw ApiError.of(ErrorType.NOT_FOUND, "no deployment has that model or model_id")
          .toException();
    }
    List<Found> found = check(named, authorization(http.headers()));
    boolean none = found.stream().noneMatch(Found::well);
    byte[] body = Json.bytes(out -> write(found, out));
    responder.whole(
        filtered && none ? 503 : 200, Headers.of("content-type", "application/json"), body);
  }

  private static boolean isNamed(Deployment deployment, Request http) {
    String model = http.parameter("model");
    String id = http.parameter("model_id");
    return (id == null || id.equals(deployment.id()))
        && (model == null
            || model.equals(deployment.modelName())
            || model.equals(name(deployment)));
  }

  private static Headers authorization(Headers headers) {
    Headers key = Headers.EMPTY;
    for (String field : new String[] {"authorization", "x-api-key"}) {
      for (String value : headers.all(field)) {
        key = key.with(field, value);
      }
    }
    return key;
  }

  private List<Found> check(List<Deployment> deployments, Headers key) throws IOException {
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Found>> checks = new ArrayList<>();
      for (Deployment deployment : deployments) {
        checks.add(
            threads.submit(() -> {
              turns.acquire();
              try {
                return check(deployment, key);
              } finally {
                turns.release();
              }
            }));
      }
      List<Found> found = new ArrayList<>();
      for (Future<Found> check : checks) {
        found.add(check.get());
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check failed", e.getCause());
    }
  }

  private Found check(Deployment deployment, Headers key) throws InterruptedException {
    String why = unchecked(deployment);
    if (why != null) {
      return new Found(deployment, false, why);
    }
    Deployment asked = asked(deployment);
    int usual = models.of(asked).reasons() ? MAX_TOKENS_WITH_THINKING : MAX_TOKENS;
    HealthProbe probe =
        new HealthProbe(
            alone.apply(asked),
            asked.modelName(),
            whole(deployment.settings().get("health_check_max_tokens"), usual),
            Duration.ofSeconds(
                whole(deployment.settings().get("health_check_timeout"), LIMIT_SECONDS)));
    return new Found(deployment, true, probe.ask(key));
  }

  /** Why a deployment is not asked; null if it is. */
  private static @Nullable String unchecked(Deployment deployment) {
    String mode = deployment.text("mode");
    if (mode != null && !CONVERSING.contains(mode)) {
      return "its mode is " + mode + ": only models that converse are asked";
    }
    boolean wildcard =
        ModelTable.isWildcard(deployment.modelName()) || ModelTable.isWildcard(deployment.model());
    return wildcard && deployment.text("health_check_model") == null
        ? "a wildcard: set model_info.health_check_model to a model to ask"
        : null;
  }

  /** The deployment with the model that is to be asked in its place, if one is named. */
  private static Deployment asked(Deployment deployment) {
    String model = deployment.text("health_check_model");
    if (model == null) {
      return deployment;
    }
    String provider = deployment.provider() + "/";
    return deployment.as(
        model, model.startsWith(provider) ? model.substring(provider.length()) : model);
  }

  private static int whole(@Nullable RawJson setting, int usual) {
    return setting != null && setting.toString().matches("[1-9]\\d{0,5}")
        ? Integer.parseInt(setting.toString())
        : usual;
  }

  private static void write(List<Found> found, JsonGenerator out) {
    List<Found> well = found.stream().filter(Found::well).toList();
    List<Found> ill = found.stream().filter(Found::ill).toList();
    List<Found> others = found.stream().filter(each -> !each.asked()).toList();
    out.writeStartObject();
    write("healthy_endpoints", well, "", out);
    write("unhealthy_endpoints", ill, "error", out);
    out.writeNumberProperty("healthy_count", well.size());
    out.writeNumberProperty("unhealthy_count", ill.size());
    write("not_checked_endpoints", others, "reason", out);
    out.writeNumberProperty("not_checked_count", others.size());
    out.writeEndObject();
  }

  private static void write(String field, List<Found> found, String why, JsonGenerator out) {
    out.writeArrayPropertyStart(field);
    for (Found each : found) {
      Deployment deployment = each.deployment();
      out.writeStartObject();
      out.writeStringProperty("model", name(deployment));
      out.writeStringProperty("model_name", deployment.modelName());
      out.writeStringProperty("model_id", deployment.id());
      out.writeStringProperty("custom_llm_provider", deployment.provider());
      text("api_base", address(deployment.apiBase()), out);
      for (String setting : SHOWN) {
        text(setting, deployment.text(setting), out);
      }
      text(why, each.fault(), out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void text(String field, @Nullable String value, JsonGenerator out) {
    if (value != null) {
      out.writeStringProperty(field, value);
    }
  }

  private static String name(Deployment deployment) {
    return deployment.provider() + "/" + deployment.model();
  }

  /** Without a name and password, and without a query, in which some put keys. */
  static @Nullable String address(@Nullable String base) {
    if (base == null) {
      return null;
    }
    URI uri = URI.create(base);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
